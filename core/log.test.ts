import { expect, it } from "vitest";
import { LineError } from "./lines.ts";
import { readCounts, readLog } from "./log.ts";

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const read: Row[] = [];
  for await (const row of rows) read.push(row);
  return read;
}

const GOOD = { action: 1, reward: 0, propensity: 0.5 };
const read = (...rows: (object | string)[]) =>
  all(
    readLog(
      rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row))),
      "a.jsonl",
    ),
  );
const refusalOf = async (...rows: (object | string)[]) => {
  const error = await read(...rows).catch((caught: unknown) => caught);
  if (!(error instanceof LineError)) throw new Error("was not refused");
  return error;
};

it("takes the rows of Open Bandit and of obp as they are", async () => {
  const obd =
    '{"ts":"2019-11-24 00:01:03.979311+00:00","policy":"bts","campaign":"men","position":2,"action":2,"reward":0,"propensity":0.045525,"user":[2,1,7,6],"affinity":{"3":1}}';
  const obp = '{"x":[-0.8,0.3],"action":1,"reward":1,"propensity":0.125,"true_ctr":[0.02,0.03]}';
  expect((await read(obd, obp)).map(({ action, propensity }) => [action, propensity])).toEqual([
    [2, 0.045525],
    [1, 0.125],
  ]);
});

it("takes our own export's rows whole", async () => {
  const row = {
    action: "crv_0000000000000001",
    reward: 1,
    propensity: 0.3,
    decidedAt: "2026-11-26T05:00:00.000Z",
    policyVersion: 3,
    basis: "novelty",
    title: "a-title",
    cluster: "night-owls",
    context: "device=tv",
    channel: "tv",
    device: "tv",
    visitor: "0123456789abcdef",
    repeat: 0,
    attributes: { mood: "dark" },
    eligible: ["crv_0000000000000001", "crv_0000000000000002"],
    shares: [0.3, 0.7],
    seconds: 12.5,
    completion: 0.5,
    outcomes: ["click", "view"],
  };
  expect(await read(row)).toEqual([row]);
});

it.each([
  ["reward", { action: 1, propensity: 0.5 }, "is missing"],
  ["action", { reward: 1, propensity: 0.5 }, "is missing"],
  ["propensity", { action: 1, reward: 1 }, "is missing"],
  ["propensity", { ...GOOD, propensity: 0 }, "must be over 0"],
  ["propensity", { ...GOOD, propensity: 1.01 }, "is over 1"],
  ["propensity", { ...GOOD, propensity: "0.5" }, "must be a number"],
  ["reward", { ...GOOD, reward: -1 }, "is under 0"],
  ["action", { ...GOOD, action: 1.5 }, "must be a whole number or a text"],
  ["action", { ...GOOD, eligible: [2, 3] }, "1 is not among the eligible arms"],
  ["eligible", { ...GOOD, eligible: [1, 1] }, "names an arm twice"],
  ["shares", { ...GOOD, eligible: [1, 2], shares: [0.5, 0.4] }, "sum to 0.9, not to 1"],
  ["shares", { ...GOOD, eligible: [1, 2], shares: [1] }, "must have one share for each arm of `eligible`"],
  ["shares", { ...GOOD, shares: [1] }, "must have one share for each arm of `eligible`"],
  ["basis", { ...GOOD, basis: "guess" }, "must be one of policy, novelty"],
  ["true_ctr.1", { ...GOOD, true_ctr: [0, 1.2] }, "is over 1"],
  ["decidedAt", { ...GOOD, decidedAt: "today" }, "must be a time"],
])("refuses a line by its field %s", async (field, row, reason) => {
  const error = await refusalOf(GOOD, GOOD, row);
  expect([error.line, error.field]).toEqual([3, field]);
  expect(error.message).toContain(`a.jsonl, line 3, ${field}: ${reason}`);
});

it("refuses malformed JSON, what is no object, and an empty log; counts blank lines", async () => {
  expect((await refusalOf(GOOD, "", "{")).message).toContain("a.jsonl, line 3: not valid JSON");
  expect((await refusalOf("[]")).line).toBe(1);
  expect((await refusalOf()).message).toContain("a.jsonl, line 1: there is nothing in it");
  expect((await refusalOf("", " ")).message).toContain("there is nothing in it");
  expect(await read(`\ufeff${JSON.stringify(GOOD)}`, "")).toHaveLength(1);
});

it("takes shares that miss 1 by less than a millionth", async () => {
  expect(await read({ ...GOOD, eligible: [1, 2], shares: [0.5, 0.5000009] })).toHaveLength(1);
  expect((await refusalOf({ ...GOOD, eligible: [1, 2], shares: [0.5, 0.500002] })).field).toBe("shares");
});

it("holds one line at a time", async () => {
  let given = 0;
  function* endless() {
    for (; ; given++) yield JSON.stringify(GOOD);
  }
  for await (const _ of readLog(endless())) if (given >= 10) break;
  expect(given).toBe(10);
});

it("refuses a table with more clicks than exposures", async () => {
  const rows = ['{"arm":"a","exposures":10,"clicks":10}', '{"arm":"b","exposures":10,"clicks":11}'];
  expect(await all(readCounts(rows.slice(0, 1)))).toEqual([{ arm: "a", exposures: 10, clicks: 10 }]);
  await expect(all(readCounts(rows, "t"))).rejects.toThrow(
    "t, line 2, clicks: 11 clicks of 10 exposures: more than were shown",
  );
});
