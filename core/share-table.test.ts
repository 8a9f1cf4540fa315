import { expect, it } from "vitest";
import { readShares } from "./share-table.ts";

const read = (...rows: object[]) =>
  readShares(
    rows.map((row) => JSON.stringify(row)),
    "t",
  );

it("reads shares by arm, and by whatever its lines name", async () => {
  const { keys, parts } = await read({ arm: 1, share: 0.25 }, { arm: "2", share: 0.75 });
  expect(keys).toEqual([]);
  expect([...(parts.get("") ?? [])]).toEqual([
    ["1", 0.25],
    ["2", 0.75],
  ]);
  const apart = await read(
    { arm: 1, share: 1, position: 1 },
    { arm: 1, share: 0, position: 2 },
    { arm: 2, share: 1, position: 2 },
  );
  expect([apart.keys, [...apart.parts.keys()]]).toEqual([["position"], ["1", "2"]]);
});

it.each([
  [
    "share",
    "line 2, share: with this line the shares sum to 0.8",
    [
      { arm: 1, share: 0.3 },
      { arm: 2, share: 0.5 },
    ],
  ],
  ["a share over 1", "line 1, share: is over 1", [{ arm: 1, share: 1.5 }]],
  ["a missing share", "line 1, share: is missing", [{ arm: 1 }]],
  [
    "an arm twice",
    "line 2, arm: 1 has a share already",
    [
      { arm: 1, share: 0.5 },
      { arm: "1", share: 0.5 },
    ],
  ],
  [
    "odd keys",
    "line 2, cluster: every line",
    [
      { arm: 1, share: 1, cluster: "a" },
      { arm: 1, share: 1 },
    ],
  ],
  [
    "other keys",
    "line 2, cluster: every line",
    [
      { arm: 1, share: 1 },
      { arm: 1, share: 1, cluster: "a" },
    ],
  ],
])("refuses %s", async (_, message, rows) => {
  await expect(read(...rows)).rejects.toThrow(message);
});
