import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { wordsPage } from "./words-page.ts";

it("tells every gate, length and call to action in the docs, as the lists have them", () => {
  expect(readFileSync(new URL("../../docs/words.md", import.meta.url), "utf8")).toBe(wordsPage());
});
