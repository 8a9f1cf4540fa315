"""The corpus of marquee-copy: every line is composed from the phrase banks in `phrases/`, which we wrote.

A cell is (locale, kind, tone, hook, genre, channel, length). Its lines come from frames (sentences with markers) of its
kind, tone, hook and channel, filled from the banks of its genre, and kept where they have the length that was asked.
Names, places and years never appear as text: they are the slots <title>, <hero>, <place> and <year>.

    python corpus.py --out data/corpus.jsonl                 every training line, about 260,000
    python corpus.py --show en horror dark hero push     read a cell

Markers of a frame:
    {H} the hero: <hero> where that slot is given, else {R}     {X} the place: <place> where given, else {S}
    {N} a thing   {V} what must be done   {Vs} the same, third person   {W} an indirect question
    {C} what may be lost   {R} a role   {S} a setting   {L} a whole line of the genre in the tone
    {T} such a line of four words at most
"""

import argparse
import functools
import itertools
import json
import random
import re
from pathlib import Path
from typing import NamedTuple

LOCALES = ["en", "uk"]
KINDS = ["headline", "description"]
TONES = ["epic", "warm", "wry", "dark"]
HOOKS = ["question", "stakes", "hero", "place"]
GENRES = ["adventure", "comedy", "crime", "documentary", "drama", "fantasy",
          "horror", "mystery", "romance", "science-fiction", "war", "western"]
CHANNELS = ["web", "tv", "poster", "email", "push", "story"]
LENGTHS = ["short", "medium", "long"]
SLOTS = ["hero", "place", "year"]
HOOK_LETTERS = {"q": "question", "s": "stakes", "h": "hero", "p": "place"}

# What a slot's value typically takes; used only to keep lines inside the lengths below.
TYPICAL_LETTERS = {"<title>": 14, "<hero>": 12, "<place>": 10, "<year>": 4}
TYPICAL_WORDS = {"<title>": "x x", "<hero>": "x x", "<place>": "x", "<year>": "x"}
# Least and most words of a headline, and most letters.
HEADLINE = {"short": (2, 5, 34), "medium": (5, 7, 58), "long": (9, 12, 88)}
# Sentences of a description, and least and most letters.
DESCRIPTION = {"short": (1, 28, 115), "medium": (2, 50, 150), "long": (3, 75, 178)}
# A poster calls nobody.
ADDRESS = re.compile(r"\b(you|your|yourself|ти|тебе|тобі|твоя|твоє|твій|ваш|вам|вас|ви)\b", re.IGNORECASE)


class Cell(NamedTuple):
    locale: str
    kind: str
    tone: str
    hook: str
    genre: str
    channel: str
    length: str


PHRASES = Path(__file__).parent / "phrases"
MARKER = re.compile(r"\{([A-Za-z]+)\}")
WORD = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)*")
# Short or structural words may repeat inside one line; a repeated content word reads as a slip.
COMMON = {"before", "after", "every", "everyone", "everything", "someone", "somebody", "nobody", "nothing", "other",
          "where", "there", "their", "which", "would", "could", "never", "title",
          "фільмі", "фільм", "фільму", "тільки", "перед", "після", "тепер", "цього", "історія"}


def typographic(text: str) -> str:
    return text.replace("'", "’")


def read_genres(locale: str) -> dict[str, dict[str, list[str]]]:
    banks: dict[str, dict[str, list[str]]] = {}
    genre = section = ""
    for line in (PHRASES / f"{locale}-genres.txt").read_text(encoding="utf8").splitlines():
        line = typographic(line.strip())
        if not line:
            continue
        if line.startswith("# "):
            genre = line[2:]
            banks[genre] = {}
        elif re.fullmatch(r"[A-Za-z]+:", line):
            section = line[:-1]
            banks[genre][section] = []
        else:
            banks[genre][section].append(line)
    assert sorted(banks) == sorted(GENRES), sorted(banks)
    for name, sections in banks.items():
        pairs = [entry.split(" | ") for entry in sections["V"]]
        assert all(len(pair) == 2 for pair in pairs), (locale, name, pairs)
        assert set(sections) == {"N", "V", "W", "S", "C", "R", *TONES}, (locale, name, set(sections))
    return banks


def read_templates(locale: str) -> dict[tuple[str, str, str], list[str]]:
    templates: dict[tuple[str, str, str], list[str]] = {}
    key = ("", "", "")
    for line in (PHRASES / f"{locale}-templates.txt").read_text(encoding="utf8").splitlines():
        line = typographic(line.strip())
        if not line:
            continue
        if line.startswith("@ "):
            kind, tone, hook = line[2:].split()
            key = (kind, tone, hook)
            templates.setdefault(key, [])
        else:
            templates[key].append(line)
    assert len(templates) == len(KINDS) * len(TONES) * len(HOOKS), len(templates)
    return templates


def read_channels(locale: str) -> dict[tuple[str, str, str, str], list[str]]:
    """Frames by (kind, channel, tone, hook); channel "any" is for all, tone "*" for every tone."""
    frames: dict[tuple[str, str, str, str], list[str]] = {}
    section = ("", "", "")
    for line in (PHRASES / f"{locale}-channels.txt").read_text(encoding="utf8").splitlines():
        line = typographic(line.strip())
        if line.startswith("@ "):
            kind, channel, tone = line[2:].split()
            assert kind in KINDS and channel in [*CHANNELS, "any"] and tone in [*TONES, "*"], line
            section = (kind, channel, tone)
        elif line:
            frames.setdefault((*section, HOOK_LETTERS[line[0]]), []).append(line[2:])
    return frames


def capitalise(text: str) -> str:
    """A letter at the start of the text, or after the end of a sentence, becomes a capital."""
    return re.sub(r"(^|[.?!]\s+)(«?[^\W\d_])", lambda m: m.group(1) + m.group(2).upper(), text)


def letters(text: str) -> int:
    for slot, typical in TYPICAL_LETTERS.items():
        text = text.replace(slot, "x" * typical)
    return len(text)


def words(text: str) -> int:
    for slot, typical in TYPICAL_WORDS.items():
        text = text.replace(slot, typical)
    return len(text.replace("—", " ").split())


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|$)", text))


@functools.cache
def stems(text: str) -> frozenset[str]:
    found = [word.lower() for word in WORD.findall(re.sub(r"<\w+>|\{\w+\}", " ", text))]
    return frozenset(word[:5] for word in found if len(word) >= 4 and word not in COMMON)


class Grammar:
    def __init__(self) -> None:
        self.banks = {locale: read_genres(locale) for locale in LOCALES}
        self.templates = {locale: read_templates(locale) for locale in LOCALES}
        self.channels = {locale: read_channels(locale) for locale in LOCALES}

    def frame(self, rng: random.Random, cell: Cell) -> str:
        """A frame of the channel, or one that every channel may use, with lines of the genre added where it is short."""
        locale, kind, tone, hook, _, channel, length = cell
        channels = self.channels[locale]
        common = channels[kind, "any", tone, hook]
        if channel == "web":
            own, toned = self.templates[locale][kind, tone, hook], True
        else:
            # A frame of every tone needs a line that has one, for which a short text has no room.
            toned = rng.random() < (0.75 if length == "short" else 0.5)
            own = channels[kind, channel, tone if toned else "*", hook]
        if rng.random() < (0.35 if length == "short" else 0.2):
            own, toned = common, True
        frame = rng.choice(own)
        if "{L}" in frame or "{T}" in frame or length == "short":
            return frame
        lines = 1 if not toned else rng.choice([0, 1, 1])
        lines += kind == "description" and length == "long" and rng.random() < 0.5
        line = "{T}" if kind == "headline" and length == "medium" else "{L}"
        for _ in range(lines):
            frame = f"{line} {frame}" if rng.random() < 0.25 else f"{frame} {line}"
        return frame

    def frames(self, locale: str, tone: str) -> set[str]:
        """Every frame that may stand in a text of this tone."""
        templates = [own for (_, for_tone, _), own in self.templates[locale].items() if for_tone == tone]
        channels = [own for (_, _, for_tone, _), own in self.channels[locale].items() if for_tone in (tone, "*")]
        return set().union(*templates, *channels)

    def compose(self, rng: random.Random, cell: Cell, given: frozenset[str]) -> str | None:
        """One line, or None where this draw needs a slot that is not given, repeats a word or breaks a limit."""
        locale, kind, tone, _, genre, channel, length = cell
        template = self.frame(rng, cell)
        for slot in SLOTS:
            if f"<{slot}>" in template and slot not in given:
                return None
        banks = self.banks[locale][genre]

        def fill(name: str) -> str:
            if name == "H":
                return "<hero>" if "hero" in given else rng.choice(banks["R"])
            if name == "X":
                return "<place>" if "place" in given else rng.choice(banks["S"])
            if name in ("V", "Vs"):
                return rng.choice(banks["V"]).split(" | ")[name == "Vs"]
            if name == "T":
                return rng.choice(taglines(banks, tone))
            return rng.choice(banks[tone if name == "L" else name])

        phrases = [fill(match.group(1)) for match in MARKER.finditer(template)]
        text = self.join(locale, template, phrases)
        if not self.fits(kind, length, text):
            return None
        # Three words rather than five.
        if kind == "headline" and length == "short" and words(text) == 5 and rng.random() < 0.7:
            return None
        pieces = [stems(MARKER.sub(" ", template)), *(stems(phrase) for phrase in phrases)]
        if any(a & b for a, b in itertools.combinations(pieces, 2)) or re.search(r"\bне не\b", text):
            return None
        if channel == "poster" and ADDRESS.search(text):
            return None
        # A headline without one phrase of the genre could stand over any film: most of these are dropped.
        if kind == "headline" and not any(pieces[1:]) and rng.random() < (0.4 if length == "short" else 0.8):
            return None
        return text

    @staticmethod
    def join(locale: str, template: str, phrases: list[str]) -> str:
        """The template with a phrase in the place of each marker."""
        text, position = "", 0
        for match, phrase in zip(MARKER.finditer(template), phrases):
            text += template[position:match.start()] + phrase
            position = match.end()
            # A Ukrainian phrase that holds a subordinate clause is closed by a comma before the sentence goes on.
            if locale == "uk" and match.group(1) != "L" and ", " in phrase and template[position:position + 1] == " ":
                text += ","
        return capitalise(text + template[position:])

    @staticmethod
    def fits(kind: str, length: str, text: str) -> bool:
        if any(text.count(slot) > 1 for slot in TYPICAL_LETTERS):
            return False
        if kind == "headline":
            least, most, most_letters = HEADLINE[length]
            return least <= words(text) <= most and letters(text) <= most_letters
        count, least, most = DESCRIPTION[length]
        return sentences(text) == count and least <= letters(text) <= most


def taglines(banks: dict[str, list[str]], tone: str) -> list[str]:
    return [line for line in banks[tone] if words(line) <= 4]


def cells() -> list[Cell]:
    return [Cell(*values) for values in itertools.product(LOCALES, KINDS, TONES, HOOKS, GENRES, CHANNELS, LENGTHS)]


def held_out() -> set[tuple[str, str, str, str, str]]:
    """What training never sees, in any channel or length: (locale, kind, tone, hook, genre), for each locale and kind 12
    of 192, every genre once and every tone three times."""
    rng = random.Random(20260)
    chosen = set()
    for locale, kind in itertools.product(LOCALES, KINDS):
        genres, tones, hooks = GENRES[:], TONES * 3, HOOKS * 3
        rng.shuffle(genres), rng.shuffle(tones), rng.shuffle(hooks)
        chosen |= {(locale, kind, tone, hook, genre) for genre, tone, hook in zip(genres, tones, hooks)}
    return chosen


def prompt(cell: Cell, given: frozenset[str] | set[str]) -> str:
    """The control tokens before the text, in the one order that the model knows."""
    locale, kind, tone, hook, genre, channel, length = cell
    has = "".join(f"[has:{slot}]" for slot in SLOTS if slot in given)
    return (f"[{locale}][{kind}][tone:{tone}][hook:{hook}][genre:{genre}]"
            f"[channel:{channel}][length:{length}]{has}[write]")


def control_tokens() -> list[str]:
    return ([f"[{name}]" for name in LOCALES + KINDS] + [f"[tone:{name}]" for name in TONES]
            + [f"[hook:{name}]" for name in HOOKS] + [f"[genre:{name}]" for name in GENRES]
            + [f"[channel:{name}]" for name in CHANNELS] + [f"[length:{name}]" for name in LENGTHS]
            + [f"[has:{name}]" for name in SLOTS] + ["[write]"])


# The eight sets of slots that may be given.
MASKS = [frozenset(slot for slot, on in zip(SLOTS, bits) if on) for bits in itertools.product([0, 1], repeat=3)]


def lines(per_cell: int, seed: int):
    """Training lines: for every cell outside the held-out set, `per_cell` draws over the sets of given slots."""
    grammar, unseen = Grammar(), held_out()
    for cell in cells():
        if cell[:5] in unseen:
            continue
        rng = random.Random(f"{seed} {tuple(cell)}")
        seen: set[tuple[frozenset[str], str]] = set()
        for _ in range(per_cell * 40):
            if len(seen) >= per_cell:
                break
            given = rng.choice(MASKS)
            text = grammar.compose(rng, cell, given)
            if text and (given, text) not in seen:
                seen.add((given, text))
                yield cell, given, text


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--out")
    options.add_argument("--per-cell", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", nargs=5, metavar=("LOCALE", "GENRE", "TONE", "HOOK", "CHANNEL"))
    chosen = options.parse_args()
    if chosen.show:
        show(*chosen.show, random.Random(chosen.seed))
        return
    count = 0
    with open(chosen.out, "w", encoding="utf8") as out:
        for cell, given, text in lines(chosen.per_cell, chosen.seed):
            out.write(json.dumps({"prompt": prompt(cell, given), "text": text}, ensure_ascii=False) + "\n")
            count += 1
    print(f"{count} lines of {len(cells())} cells; held out are {len(held_out())} sets of {len(CHANNELS) * len(LENGTHS)}")


def show(locale: str, genre: str, tone: str, hook: str, channel: str, rng: random.Random) -> None:
    grammar = Grammar()
    for kind, length in itertools.product(KINDS, LENGTHS):
        cell, written = Cell(locale, kind, tone, hook, genre, channel, length), 0
        while written < 6:
            text = grammar.compose(rng, cell, rng.choice(MASKS))
            if text:
                written += 1
                print(f"{kind:12}{length:7}{letters(text):4} {text}")


if __name__ == "__main__":
    main()
