"""Writes the texts that MODEL_CARD.md judges, and measures how far the clusters of one title differ.

    python samples.py --model ../../weights/copy --out samples.tsv

200 texts with a fixed seed, a fifth of them from held-out cells: every locale, kind, tone, hook, channel and length by
turns. Each stands for a sample title of its genre, with that title's slots; what the writer's gates drop is drawn again.
The columns `verdict` and `note` are for the person who reads them.
"""

import argparse
import itertools
import json
import random
import re
import statistics
from pathlib import Path

import numpy as np

import corpus
from evaluate import Writer, distinct_pairs, kept

SAMPLES = Path(__file__).parents[3] / "samples"
COUNT, HELD_OUT = 200, 40
# What a text may not say of itself: numbers, superlatives, names (a capital inside a sentence).
FACT = re.compile(r"\d|\b(best|greatest|biggest|award\w*|famous|classic|true story)\b|\bнай(кращ|відоміш|більш)\w*|(?<=[\w,] )[A-ZА-ЯІЇЄҐ]\w+")


def filled(text: str, slots: dict[str, str]) -> str:
    """The text with its slots' values, as models/copy/finish.ts puts them in."""
    def value(match: re.Match) -> str:
        said, opens = slots[match[1]], re.search(r"(^|[.?!]\s+)$", text[:match.start()])
        if opens and match[1] in ("hero", "place"):
            said = said[0].upper() + said[1:]
        return said if said[-1] in ".?!…" else said + match[2]

    return re.sub(r"<(\w+)>(\.?)", value, text)


def slots_of(title: dict, locale: str) -> dict[str, str]:
    text = title["texts"][locale]
    return {"title": text["name"], "year": str(title["year"]),
            **{slot: text[slot] for slot in ("hero", "place") if slot in text}}


def draw(writer: Writer, cell: corpus.Cell, slots: dict[str, str], gates: tuple, rng: np.random.Generator) -> str:
    given = frozenset(slots) - {"title"}
    while True:
        text = writer.write(corpus.prompt(cell, given), rng)
        if kept(text, cell.locale, given, *gates):
            return text


def plan(rng: random.Random) -> list[corpus.Cell]:
    """Cells that take every value of every condition equally often, as far as the held-out ones allow."""
    held = corpus.held_out()
    lists = (corpus.LOCALES, corpus.KINDS, corpus.TONES, corpus.HOOKS, corpus.GENRES, corpus.CHANNELS, corpus.LENGTHS)
    columns = [(values * COUNT)[:COUNT] for values in lists]
    for column in columns:
        rng.shuffle(column)
    trained = [cell for cell in map(corpus.Cell, *columns) if cell[:5] not in held][:COUNT - HELD_OUT]
    unseen = rng.sample([cell for cell in corpus.cells() if cell[:5] in held], HELD_OUT)
    return trained + unseen


def across_clusters(writer: Writer, titles: list, clusters: list, gates: tuple) -> float:
    """Mean over titles of distinct-2 over the headlines and descriptions that its clusters get, in both languages."""
    found, numbers = [], np.random.default_rng(5)
    for title, locale in itertools.product(titles, corpus.LOCALES):
        texts, slots = [], slots_of(title, locale)
        for number, cluster in enumerate(clusters):
            rng = random.Random(f"{title['id']} {number}")
            tone, hook = rng.choice(cluster["allowed"]["tone"]), rng.choice(cluster["allowed"]["hook"])
            for kind in corpus.KINDS:
                cell = corpus.Cell(locale, kind, tone, hook, rng.choice(title["genres"]), "web", "medium")
                texts.append(draw(writer, cell, slots, gates, numbers))
        found.append(distinct_pairs(texts))
    return statistics.mean(found)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--model", required=True)
    options.add_argument("--out", required=True)
    chosen = options.parse_args()
    model = Path(chosen.model)
    writer = Writer(model)
    gates = (set((model / "lexicon.txt").read_text(encoding="utf8").split("\n")),
             set(np.fromfile(model / "runs.bin", dtype="<u4").tolist()))
    titles = json.loads((SAMPLES / "titles.json").read_text(encoding="utf8"))
    nobody = [title for title in titles if title["id"] == "sunrise"]
    rng, numbers = random.Random(200), np.random.default_rng(200)
    facts, held, rows = 0, corpus.held_out(), []
    for number, cell in enumerate(plan(rng), 1):
        # No sample title is of every genre: the rest stand for a film without a hero or a place.
        title = rng.choice([title for title in titles if cell.genre in title["genres"]] or nobody)
        slots = slots_of(title, cell.locale)
        text = draw(writer, cell, slots, gates, numbers)
        facts += bool(FACT.search(re.sub(r"<\w+>", "x", text)))
        fits = "yes" if corpus.Grammar.fits(cell.kind, cell.length, text) else "no"
        rows.append((number, *cell, "held-out" if cell[:5] in held else "trained", fits, filled(text, slots), "", ""))
    names = ("number", *corpus.Cell._fields, "cell", "length kept", "text", "verdict", "note")
    table = "\n".join("\t".join(map(str, row)) for row in [names, *rows])
    Path(chosen.out).write_text(table + "\n", encoding="utf8")
    clusters = json.loads((SAMPLES / "clusters.json").read_text(encoding="utf8"))
    print(json.dumps({"numbers_names_superlatives": facts,
                      "length_kept": round(sum(row[9] == "yes" for row in rows) / COUNT, 3),
                      "distinct_2_across_clusters": round(across_clusters(writer, titles, clusters, gates), 3)}))


if __name__ == "__main__":
    main()
