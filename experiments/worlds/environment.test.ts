import { describe, expect, it } from "vitest";
import { EnvironmentError, parseEnvironment } from "./environment.ts";
import { placeAt, placeOf } from "./place.ts";

const good = {
  kind: "textbook",
  K: 2,
  clusters: 2,
  shares: [0.25, 0.75],
  note: 'a "note", with [brackets]',
  ctr: [
    [
      [0.01, 0.02],
      [0, 1],
    ],
    [
      [0.5, 0.5],
      [0.1, 0.2],
    ],
  ],
};
const refusal = (value: unknown, indent?: number): string => {
  try {
    parseEnvironment(typeof value === "string" ? value : JSON.stringify(value, null, indent));
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return (error as Error).message;
  }
  throw new Error("it was not refused");
};

describe("parseEnvironment", () => {
  it("reads what is right, both ends of a rate and one arm included", () => {
    expect(parseEnvironment(JSON.stringify(good))).toEqual(good);
    const one = { kind: "x", K: 1, clusters: 1, shares: [1], ctr: [[[0.1]]] };
    expect(parseEnvironment(JSON.stringify(one, null, 2))).toEqual(one);
  });

  it.each([
    ["a rate above 1", { ...good, ctr: [good.ctr[0], [[0.5, 1.01], good.ctr[1]?.[1]]] }, "ctr[1][0][1]"],
    [
      "a rate below 0",
      {
        ...good,
        ctr: [
          [
            [-0.1, 0],
            [0, 0],
          ],
        ],
      },
      "ctr[0][0][0]",
    ],
    [
      "a rate that is a word",
      {
        ...good,
        ctr: [
          [
            ["high", 0],
            [0, 0],
          ],
        ],
      },
      "ctr[0][0][0]",
    ],
    ["a ragged row", { ...good, ctr: [[[0.1], [0, 0]]] }, "ctr[0][0]: has 1 rates for 2 arms"],
    ["a missing cluster", { ...good, ctr: [[[0, 0]]] }, "ctr[0]: has 1 rows for 2 clusters"],
    ["shares over 1", { ...good, shares: [0.5, 0.6] }, "shares: sum to 1.1"],
    ["too few shares", { ...good, shares: [1] }, "shares: has 1 shares for 2 clusters"],
    ["a share below 0", { ...good, shares: [-0.5, 1.5] }, "shares[0]"],
    ["no seed", { ...good, ctr: [] }, "ctr"],
    ["no arm", { ...good, K: 0 }, "K"],
    ["a field that nobody knows", { ...good, arms: 2 }, "arms"],
    ["a missing field", { ...good, K: undefined }, "K"],
    ["a list", [good], "the environment"],
  ])("refuses %s with line and field", (_what, value, field) => {
    expect(refusal(value)).toMatch(/^line \d+, column \d+, /);
    expect(refusal(value)).toContain(field);
  });

  it("names the line of the value itself", () => {
    const text = JSON.stringify(
      {
        ...good,
        ctr: [
          good.ctr[0],
          [
            [0.5, 7],
            [0, 0],
          ],
        ],
      },
      null,
      1,
    );
    const wrong = text.split("\n").findIndex((row) => row.trim() === "7") + 1;
    expect(refusal(text)).toContain(`line ${wrong}, column 5, ctr[1][0][1]`);
  });

  it("says where a text stops being JSON", () => {
    expect(refusal('{\n "kind": "x",\n "K": oops\n}')).toMatch(/^line 3, column 7: /);
    expect(refusal("")).toMatch(/^line 1, column 1: /);
    expect(refusal("{")).toMatch(/^line 1, column 2: /);
    expect(refusal('{"a": [1, 2,]}')).toMatch(/^line 1, column 13: /);
    expect(refusal('{"a": 1} 2')).toMatch(/^line 1, column 10: /);
    expect(refusal('{"a" 1}')).toMatch(/^line 1, column 6: /);
  });
});

it("finds places past strings that look like structure", () => {
  const text = '{"a\\"]": [1, "}{", {"b": 2}],\n "c": [[], 3]}';
  expect(placeOf(text, ["c", 1])).toEqual({ line: 2, column: 12 });
  expect(placeOf(text, ['a"]', 2, "b"])).toEqual(placeAt(text, text.indexOf("2}")));
  expect(placeOf(text, ["nowhere", 1])).toEqual({ line: 1, column: 1 });
  expect(placeOf(text, [])).toEqual({ line: 1, column: 1 });
});
