"""Measures the exported model; prints the numbers of MODEL_CARD.md as JSON.

    python evaluate.py --corpus data/corpus.jsonl --model ../../weights/copy --cells held-out --samples 300 --read 60

`--cells held-out` asks for cells that training never saw, `trained` for the others.
Sampling is the writer's: temperature 0.65 among the 40 likeliest tokens. `--read` prints that many texts to be judged.
A text is kept when it would pass the writer's gates (ended, a sentence, given slots only, known words and runs, one script).
"""

import argparse
import itertools
import json
import random
import re
import statistics
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

import corpus
import runs
from export import MAX_NEW_TOKENS, TEMPERATURE, TOP_K
from tokenizer import END, SLOT_TOKENS, WORD, cut

MARKS = re.compile(r"[.,:;?!]\s*[.,:;?!]|^[\s.,:;?!—]|\s[.,:;?!]")
STAMMER = re.compile(r"([^\W\d_]{3,}) \1(?![^\W\d_])")
LETTER = r"[^\W\d_]"
REPEAT = re.compile(rf"(?<!{LETTER})({LETTER}+ {LETTER}+ {LETTER}+)(?!{LETTER}).*(?<!{LETTER})\1(?!{LETTER})", re.IGNORECASE)


class Writer:
    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        config = json.loads((folder / "config.json").read_text())
        self.layers, self.heads, self.head_width = (
            config["num_hidden_layers"], config["num_attention_heads"], config["head_dim"])
        threads = onnxruntime.SessionOptions()
        threads.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), threads, providers=["CPUExecutionProvider"])
        self.end = self.tokenizer.token_to_id(END)

    def write(self, prompt: str, rng: np.random.Generator) -> str:
        """The raw text up to <end>, or everything followed by "…" where it did not end."""
        ids = self.tokenizer.encode(prompt).ids
        past = [np.zeros((1, self.heads, 0, self.head_width), dtype=np.float32)] * (2 * self.layers)
        feed, said, total = ids, [], 0
        for _ in range(MAX_NEW_TOKENS):
            total += len(feed)
            feeds = {"input_ids": np.array([feed]), "attention_mask": np.ones((1, total), dtype=np.int64),
                     "position_ids": np.arange(total - len(feed), total)[None]}
            for i in range(self.layers):
                feeds[f"past_key_values.{i}.key"], feeds[f"past_key_values.{i}.value"] = past[2 * i], past[2 * i + 1]
            logits, *past = self.session.run(None, feeds)
            last = logits[0, -1] / TEMPERATURE
            best = np.argpartition(last, -TOP_K)[-TOP_K:]
            chances = np.exp(last[best] - last[best].max())
            token = int(rng.choice(best, p=chances / chances.sum()))
            if token == self.end:
                return self.tokenizer.decode(said)
            said.append(token)
            feed = [token]
        return self.tokenizer.decode(said) + "…"


def kept(text: str, locale: str, given: frozenset[str], lexicon: set[str], known: set[int]) -> bool:
    slots = re.findall(r"<(\w+)>", text)
    own = [word for piece in cut(text) for word in WORD.findall(piece)]
    foreign = r"[A-Za-z]" if locale == "uk" else r"[а-яіїєґА-ЯІЇЄҐ]"
    plain = text
    for slot in SLOT_TOKENS:
        plain = plain.replace(slot, "x")
    return (len(slots) == len(set(slots)) and set(slots) <= given | {"title"}
            and plain.endswith((".", "?", "!")) and text.count("«") == text.count("»") and " " in plain
            and not MARKS.search(plain) and not STAMMER.search(plain) and not REPEAT.search(plain)
            and all(runs.hashed(run) in known for run in runs.runs(text))
            and all(word.lower() in lexicon for word in own) and not any(re.search(foreign, word) for word in own))


def phrases_by_genre(grammar: corpus.Grammar, locale: str) -> dict[str, set[str]]:
    """Phrases of one genre's banks that no other genre has, in lower case."""
    of = {genre: {form.lower().rstrip(".?!") for bank in banks.values() for entry in bank for form in entry.split(" | ")}
          for genre, banks in grammar.banks[locale].items()}
    return {genre: {p for p in mine if len(p) > 9 and not any(p in other for g, theirs in of.items() if g != genre
                                                              for other in theirs)}
            for genre, mine in of.items()}


def strays(text: str, genre: str, phrases: dict[str, set[str]]) -> bool:
    """Whether the text holds a phrase of another genre."""
    lower = text.lower()
    return any(p in lower for other, theirs in phrases.items() if other != genre for p in theirs)


def distinct_pairs(texts: list[str]) -> float:
    """distinct-2: different pairs of neighbouring words over all pairs."""
    pairs = [pair for text in texts for pair in itertools.pairwise(re.findall(r"<\w+>|[^\W_]+(?:[’-]\w+)*", text.lower()))]
    return len(set(pairs)) / max(1, len(pairs))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--corpus", required=True)
    options.add_argument("--model", required=True)
    options.add_argument("--cells", choices=["held-out", "trained"], default="held-out")
    options.add_argument("--samples", type=int, default=200)
    options.add_argument("--read", type=int, default=0)
    options.add_argument("--seed", type=int, default=3)
    chosen = options.parse_args()
    writer = Writer(Path(chosen.model))
    trained = {json.loads(line)["text"] for line in open(chosen.corpus, encoding="utf8")}
    lexicon = set((Path(chosen.model) / "lexicon.txt").read_text(encoding="utf8").split("\n"))
    known = set(np.fromfile(Path(chosen.model) / "runs.bin", dtype="<u4").tolist())
    rng, draw = random.Random(chosen.seed), np.random.default_rng(chosen.seed)
    held = corpus.held_out()
    cells = [cell for cell in corpus.cells() if (cell[:5] in held) == (chosen.cells == "held-out")]
    rng.shuffle(cells)
    grammar = corpus.Grammar()
    phrases = {locale: phrases_by_genre(grammar, locale) for locale in corpus.LOCALES}

    rows = []
    for number in range(chosen.samples):
        cell, given = cells[number % len(cells)], rng.choice(corpus.MASKS)
        text = writer.write(corpus.prompt(cell, given), draw)
        rows.append((cell, given, text, kept(text, cell.locale, given, lexicon, known)))
    for locale in [*corpus.LOCALES, "both"]:
        some = [row for row in rows if locale in (row[0].locale, "both")]
        good = [row for row in some if row[3]]
        texts = [row[2] for row in good]
        share = lambda count, of: round(count / max(1, len(of)), 3)
        print(json.dumps({
            "cells": chosen.cells, "locale": locale, "samples": len(some),
            "kept": share(len(good), some),
            "unavailable_slot": share(sum(not set(re.findall(r"<(\w+)>", t)) <= g | {"title"} for _, g, t, _ in some), some),
            "phrase_of_another_genre": share(sum(strays(t, c.genre, phrases[c.locale]) for c, _, t, _ in good), good),
            "verbatim_in_corpus": share(sum(t in trained for t in texts), texts),
            "different": share(len(set(texts)), texts),
            "distinct_2": round(distinct_pairs(texts), 3),
            "within_length": share(sum(corpus.Grammar.fits(c.kind, c.length, t) for c, _, t, _ in good), good),
            "headline_words": {length: statistics.median(corpus.words(t) for c, _, t, _ in good
                                                         if (c.kind, c.length) == ("headline", length))
                               for length in corpus.LENGTHS},
        }))
    for cell, given, text, good in rng.sample(rows, min(chosen.read, len(rows))):
        mark = "   " if good else " x "
        print(f"{mark}{' ' if text not in trained else '='} {'/'.join(cell)} {'+'.join(sorted(given)) or '-'}: {text}")


if __name__ == "__main__":
    main()
