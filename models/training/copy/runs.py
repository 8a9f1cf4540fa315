"""Writes runs.bin: what may stand in a row inside one sentence.

    python runs.py --out ../../weights/copy

A run is four tokens in a row (words, slots, marks, and "^" where a sentence begins). The file holds the hash of every run
that the templates can make with their phrases: 32-bit numbers, little-endian, ascending. The writer drops a sentence with
another run (models/copy/runs.ts, which hashes the same way): nearly always a slip between two phrases.
"""

import argparse
import itertools
import random
import re
from pathlib import Path

import numpy as np

import corpus

LENGTH = 4
TOKEN = re.compile(r"<\w+>|[^\W\d_]+(?:[’-][^\W\d_]+)*|[^\s\w]")
SENTENCE_GAP = re.compile(r"(?<=[.?!])\s+")


def runs(text: str) -> set[str]:
    found = set()
    for sentence in SENTENCE_GAP.split(text):
        tokens = ["^", *(token.lower() for token in TOKEN.findall(sentence))]
        found |= {" ".join(tokens[i:i + LENGTH]) for i in range(max(1, len(tokens) - LENGTH + 1))}
    return found


def hashed(run: str) -> int:
    """FNV-1a over UTF-16 units; every character of the corpus is one unit."""
    value = 0x811C9DC5
    for character in run:
        value = (value ^ ord(character)) * 0x01000193 & 0xFFFFFFFF
    return value


def every_line(grammar: corpus.Grammar):
    """For each frame and genre, lines in which every pair of phrases takes its turn in every two neighbouring places."""
    rng = random.Random(4)
    for locale, tone, genre in itertools.product(corpus.LOCALES, corpus.TONES, corpus.GENRES):
        banks = grammar.banks[locale][genre]
        for frame in {"{L}", *grammar.frames(locale, tone)}:
            choices = [phrases(banks, tone, match.group(1)) for match in corpus.MARKER.finditer(frame)]
            for place in range(len(choices)):
                for pair in itertools.product(*choices[place:place + 2]):
                    picks = [rng.choice(others) for others in choices]
                    picks[place:place + 2] = pair
                    yield corpus.Grammar.join(locale, frame, picks)
            if not choices:
                yield corpus.capitalise(frame)


def phrases(banks: dict[str, list[str]], tone: str, marker: str) -> list[str]:
    if marker in ("V", "Vs"):
        return [entry.split(" | ")[marker == "Vs"] for entry in banks["V"]]
    given = {"H": ["<hero>"], "X": ["<place>"]}.get(marker, [])
    return given + banks[{"H": "R", "X": "S", "L": tone, "T": tone}.get(marker, marker)]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--out", required=True)
    chosen = options.parse_args()
    known = set().union(*(runs(line) for line in set(every_line(corpus.Grammar()))))
    numbers = np.array(sorted({hashed(run) for run in known}), dtype="<u4")
    (Path(chosen.out) / "runs.bin").write_bytes(numbers.tobytes())
    print(f"{len(known)} runs, {numbers.nbytes} bytes")


if __name__ == "__main__":
    main()
