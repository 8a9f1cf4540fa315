"""The corpus of marquee-copy: every line is composed from the phrase banks in `phrases/`, which we wrote.

A cell is (locale, kind, tone, hook, genre). Its lines come from the templates of (kind, tone, hook) with the banks of
the genre. Names, places and years never appear as text: they are the slots <title>, <hero>, <place> and <year>.

    python corpus.py --out data/corpus.jsonl            every training line, about 170,000
    python corpus.py --show en horror dark hero    read a cell

Markers of a template:
    {H} the hero: <hero> where that slot is given, else {R}     {X} the place: <place> where given, else {S}
    {N} a thing   {V} what must be done   {Vs} the same, third person   {W} an indirect question
    {C} what may be lost   {R} a role   {S} a setting   {L} a whole line of the genre in the tone
"""

import argparse
import itertools
import json
import random
import re
from pathlib import Path

LOCALES = ["en", "uk"]
KINDS = ["headline", "description"]
TONES = ["epic", "warm", "wry", "dark"]
HOOKS = ["question", "stakes", "hero", "place"]
GENRES = ["adventure", "comedy", "crime", "documentary", "drama", "fantasy",
          "horror", "mystery", "romance", "science-fiction", "war", "western"]
SLOTS = ["hero", "place", "year"]

# Letters that a slot's value typically takes; used only to keep lines inside the length limits below.
TYPICAL_LETTERS = {"<title>": 14, "<hero>": 12, "<place>": 10, "<year>": 4}
HEADLINE_WORDS = (3, 11)
HEADLINE_LETTERS = 64
DESCRIPTION_LETTERS = (60, 150)

PHRASES = Path(__file__).parent / "phrases"
MARKER = re.compile(r"\{([A-Za-z]+)\}")
WORD = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)*")
# Short or structural words may repeat inside one line; a repeated content word reads as a slip.
COMMON = {"before", "after", "every", "everyone", "everything", "someone", "somebody", "nobody", "nothing", "other",
          "where", "there", "their", "which", "would", "could", "never", "title", "place",
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


def capitalise(text: str) -> str:
    """A letter at the start of the text, or after the end of a sentence, becomes a capital."""
    return re.sub(r"(^|[.?!]\s+)(«?[^\W\d_])", lambda m: m.group(1) + m.group(2).upper(), text)


def letters(text: str) -> int:
    for slot, typical in TYPICAL_LETTERS.items():
        text = text.replace(slot, "x" * typical)
    return len(text)


def stems(text: str) -> set[str]:
    words = [word.lower() for word in WORD.findall(re.sub(r"<\w+>|\{\w+\}", " ", text))]
    return {word[:5] for word in words if len(word) >= 4 and word not in COMMON}


class Grammar:
    def __init__(self) -> None:
        self.banks = {locale: read_genres(locale) for locale in LOCALES}
        self.templates = {locale: read_templates(locale) for locale in LOCALES}

    def compose(self, rng: random.Random, locale: str, kind: str, tone: str, hook: str, genre: str,
                given: frozenset[str]) -> str | None:
        """One line, or None where this draw needs a slot that is not given, repeats a word or breaks a limit."""
        template = rng.choice(self.templates[locale][kind, tone, hook])
        for slot in SLOTS:
            if f"<{slot}>" in template and slot not in given:
                return None
        banks = self.banks[locale][genre]
        pieces = [stems(MARKER.sub(" ", template))]

        def fill(name: str) -> str:
            if name == "H":
                return "<hero>" if "hero" in given else rng.choice(banks["R"])
            if name == "X":
                return "<place>" if "place" in given else rng.choice(banks["S"])
            if name in ("V", "Vs"):
                return rng.choice(banks["V"]).split(" | ")[name == "Vs"]
            return rng.choice(banks[tone if name == "L" else name])

        phrases = [fill(match.group(1)) for match in MARKER.finditer(template)]
        pieces += [stems(phrase) for phrase in phrases]
        text = self.join(locale, template, phrases)
        if any(a & b for a, b in itertools.combinations(pieces, 2)) or re.search(r"\bне не\b", text):
            return None
        # A headline without one phrase of the genre could stand over any film: most of these are dropped.
        if kind == "headline" and not any(pieces[1:]) and rng.random() < 0.7:
            return None
        return text if self.fits(kind, text) else None

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
    def fits(kind: str, text: str) -> bool:
        if any(text.count(slot) > 1 for slot in TYPICAL_LETTERS):
            return False
        if kind == "headline":
            words = len(text.replace("—", " ").split())
            return HEADLINE_WORDS[0] <= words <= HEADLINE_WORDS[1] and letters(text) <= HEADLINE_LETTERS
        return DESCRIPTION_LETTERS[0] <= letters(text) <= DESCRIPTION_LETTERS[1]


def cells() -> list[tuple[str, str, str, str, str]]:
    return list(itertools.product(LOCALES, KINDS, TONES, HOOKS, GENRES))


def held_out() -> set[tuple[str, str, str, str, str]]:
    """Cells that training never sees: for each locale and kind 12 of 192, every genre once and every tone three times."""
    rng = random.Random(20260)
    chosen = set()
    for locale, kind in itertools.product(LOCALES, KINDS):
        genres, tones, hooks = GENRES[:], TONES * 3, HOOKS * 3
        rng.shuffle(genres), rng.shuffle(tones), rng.shuffle(hooks)
        chosen |= {(locale, kind, tone, hook, genre) for genre, tone, hook in zip(genres, tones, hooks)}
    return chosen


def prompt(locale: str, kind: str, tone: str, hook: str, genre: str, given: frozenset[str] | set[str]) -> str:
    """The control tokens before the text, in the one order that the model knows."""
    has = "".join(f"[has:{slot}]" for slot in SLOTS if slot in given)
    return f"[{locale}][{kind}][tone:{tone}][hook:{hook}][genre:{genre}]{has}[write]"


def control_tokens() -> list[str]:
    return ([f"[{name}]" for name in LOCALES + KINDS] + [f"[tone:{name}]" for name in TONES]
            + [f"[hook:{name}]" for name in HOOKS] + [f"[genre:{name}]" for name in GENRES]
            + [f"[has:{name}]" for name in SLOTS] + ["[write]"])


def lines(per_cell: int, seed: int):
    """Training lines: for every cell outside the held-out set, `per_cell` draws over the eight sets of given slots."""
    grammar, unseen = Grammar(), held_out()
    masks = [frozenset(slot for slot, on in zip(SLOTS, bits) if on) for bits in itertools.product([0, 1], repeat=3)]
    for cell in cells():
        if cell in unseen:
            continue
        rng = random.Random(f"{seed} {cell}")
        seen: set[tuple[frozenset[str], str]] = set()
        for _ in range(per_cell * 20):
            if len(seen) >= per_cell:
                break
            given = rng.choice(masks)
            text = grammar.compose(rng, *cell, given)
            if text and (given, text) not in seen:
                seen.add((given, text))
                yield cell, given, text


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--out")
    options.add_argument("--per-cell", type=int, default=240)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", nargs=4, metavar=("LOCALE", "GENRE", "TONE", "HOOK"))
    chosen = options.parse_args()
    if chosen.show:
        locale, genre, tone, hook = chosen.show
        grammar, rng = Grammar(), random.Random(chosen.seed)
        for kind in KINDS:
            written = 0
            while written < 12:
                text = grammar.compose(rng, locale, kind, tone, hook, genre, frozenset(rng.sample(SLOTS, rng.randint(0, 3))))
                if text:
                    written += 1
                    print(f"{kind:12}{letters(text):4} {text}")
        return
    count = 0
    with open(chosen.out, "w", encoding="utf8") as out:
        for cell, given, text in lines(chosen.per_cell, chosen.seed):
            out.write(json.dumps({"prompt": prompt(*cell, given), "text": text}, ensure_ascii=False) + "\n")
            count += 1
    print(f"{count} lines, {len(held_out())} of {len(cells())} cells held out")


if __name__ == "__main__":
    main()
