import { describe, expect, it } from "vitest";
import { readFlags } from "../flags.ts";
import { wishesOf } from "./wishes.ts";
import { minutesInWords } from "./words.ts";

const wishes = (line: string) => wishesOf(readFlags(line.split(" ").filter(Boolean)).values);

describe("the options of regenerate", () => {
  it("say the selection, how it is drawn, and what it may cost", () => {
    expect(wishes("--titles nosferatu,sunrise --style noir,ink --mood dark --older-than 2026-01-01")).toEqual({
      request: {
        selection: {
          titles: ["nosferatu", "sunrise"],
          attributes: { style: ["noir", "ink"], mood: ["dark"] },
          olderThan: "2026-01-01",
        },
        seed: 1,
      },
      terms: { priority: "normal", budget: {} },
    });
    expect(
      wishes("--losers --clusters owls --seed 7 --priority high --max-pictures 20 --max-minutes 1.5 --max-gb 0.5"),
    ).toEqual({
      request: { selection: { losers: true, clusters: ["owls"] }, seed: 7 },
      terms: { priority: "high", budget: { pictures: 20, minutes: 1.5, bytes: 500_000_000 } },
    });
    expect(wishes("--model marquee-paint --fresh").request).toEqual({
      selection: { madeBy: "marquee-paint" },
      attributes: "fresh",
      seed: 1,
    });
  });

  it.each([
    "",
    "--fresh",
    "--yes",
    "--style crayon",
    "--older-than soon",
    "--priority now --losers",
    "--losers --seed -1",
    "--titles A!",
  ])("are refused as %j", (line) => {
    expect(() => wishes(line)).toThrow();
  });
});

it("minutes are told in the unit that fits", () => {
  expect([0, 0.5, 1, 90, 119.4, 120, 4_000].map(minutesInWords)).toEqual([
    "0 s",
    "30 s",
    "1 min",
    "90 min",
    "119 min",
    "2 h",
    "67 h",
  ]);
});
