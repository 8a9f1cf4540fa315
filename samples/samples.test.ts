import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Cluster } from "../core/cluster.ts";
import { Title } from "../core/title.ts";

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const titles = z.array(Title).parse(read("titles.json"));
const clusters = z.array(Cluster).parse(read("clusters.json"));

const codePoints = (text: string): number => [...text].length;

describe("sample titles", () => {
  it("are twelve, each with an id of its own, and named in both languages", () => {
    expect(new Set(titles.map((title) => title.id)).size).toBe(12);
    for (const title of titles) expect(Object.keys(title.texts).sort(), title.id).toEqual(["en", "uk"]);
  });

  it("tell each story in 150 to 400 characters a language, with the same facts in both", () => {
    for (const title of titles) {
      const { en, uk } = title.texts;
      for (const text of [en, uk]) {
        expect(codePoints(text?.synopsis ?? ""), title.id).toBeGreaterThanOrEqual(150);
        expect(codePoints(text?.synopsis ?? ""), title.id).toBeLessThanOrEqual(400);
      }
      expect(Object.keys(en ?? {}), title.id).toEqual(Object.keys(uk ?? {}));
    }
  });

  it("keep Ukrainian in Cyrillic, without Russian letters, and English in Latin", () => {
    for (const title of titles) {
      expect(Object.values(title.texts.uk ?? {}).join(" "), title.id).not.toMatch(/[A-Za-zыэъёЫЭЪЁ]/);
      expect(Object.values(title.texts.en ?? {}).join(" "), title.id).not.toMatch(/[\u0400-\u04ff]/);
    }
  });

  it("set the first six in six different places, so that the demonstration is varied", () => {
    expect(new Set(titles.slice(0, 6).map((title) => title.concepts[0])).size).toBe(6);
  });
});

describe("sample clusters", () => {
  it("are five, each with an id of its own, and one of the first four reads Ukrainian", () => {
    expect(new Set(clusters.map((cluster) => cluster.id)).size).toBe(5);
    expect(clusters.slice(0, 4).filter((cluster) => cluster.locale === "uk")).toHaveLength(1);
  });

  it("leave room to differ: two to four levels an attribute, at least three palettes", () => {
    for (const { id, allowed } of clusters) {
      expect(Object.keys(allowed), id).toHaveLength(7);
      for (const levels of Object.values(allowed as Record<string, readonly string[]>)) {
        expect(new Set(levels).size, id).toBe(levels.length);
        expect(levels.length, id).toBeGreaterThanOrEqual(2);
        expect(levels.length, id).toBeLessThanOrEqual(4);
      }
      expect(allowed.palette?.length, id).toBeGreaterThanOrEqual(3);
    }
  });
});
