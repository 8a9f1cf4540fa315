import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { GATES_BY_SUBJECT } from "../../pipeline/gates/list.ts";
import { gatesPage } from "./gates-page.ts";

it("lists every gate in the docs, each under a name of its own and with its reason", () => {
  expect(readFileSync(new URL("../../docs/gates.md", import.meta.url), "utf8")).toBe(gatesPage());
  const gates = GATES_BY_SUBJECT.flatMap((subject) => subject.gates);
  expect(new Set(gates.map(({ name }) => name)).size).toBe(gates.length);
  for (const { because, measures } of gates) expect([because.length > 20, measures.length > 8]).toEqual([true, true]);
});
