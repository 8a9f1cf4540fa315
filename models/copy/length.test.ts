import { expect, test } from "vitest";
import { callsReader, hasLength } from "./length.ts";

const headline = (length: "short" | "medium" | "long") => ({ kind: "headline", length }) as const;
const description = (length: "short" | "medium" | "long") => ({ kind: "description", length }) as const;

test("a headline is counted in words, a hero's name as two, a dash as none", () => {
  expect(hasLength("<hero> knows.", headline("short"))).toBe(true);
  expect(hasLength("<hero> knows.", headline("medium"))).toBe(false);
  expect(hasLength("На кону — <hero> і честь.", headline("medium"))).toBe(true);
  expect(hasLength("<hero> knows what waits beyond the horizon.", headline("long"))).toBe(false);
  expect(hasLength("<hero> knows what waits beyond the horizon. Go on.", headline("long"))).toBe(true);
  expect(hasLength("", headline("short"))).toBe(false);
});

test("a description is counted in sentences", () => {
  for (const [i, length] of (["short", "medium", "long"] as const).entries()) {
    expect(hasLength("Who? ".repeat(i + 1).trim(), description(length))).toBe(true);
    expect(hasLength("Who? ".repeat(i + 2).trim(), description(length))).toBe(false);
  }
  expect(hasLength("", description("short"))).toBe(false);
});

test("tells a call from words that look like one", () => {
  expect(callsReader("It is up to you.", "en")).toBe(true);
  expect(callsReader("Youth knows.", "en")).toBe(false);
  expect(callsReader("Тепер ти знаєш.", "uk")).toBe(true);
  expect(callsReader("Тиша знає.", "uk")).toBe(false);
});
