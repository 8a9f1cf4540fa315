import { expect, it } from "vitest";
import { Composition, Concept, Locale, PaintStyle } from "../../core/attributes.ts";
import type { Brief } from "../../core/creative.ts";
import { tinyBrief } from "../tiny.ts";
import { altOf } from "./alt.ts";
import { graphemeCount } from "./script.ts";

const briefOf = (change: Partial<Brief["attributes"]>, more: Partial<Brief> = {}): Brief => {
  const brief = tinyBrief(more);
  return { ...brief, attributes: { ...brief.attributes, style: "oil", mood: "dark", emphasis: "medium", ...change } };
};

it("says medium, subject, scene, mood and the words in the picture", () => {
  const concepts: Brief["concepts"] = ["castle", "fog", "ruins"];
  const alt = (composition: Composition, locale: Locale, name: string) =>
    altOf(briefOf({ composition }, { concepts }), locale, name, 125);
  expect(alt("vista", "en", "Nosferatu")).toBe(
    "Oil painting of a castle, with fog and ruins; a dark mood. Title: Nosferatu.",
  );
  expect(alt("figure", "en", "Safety Last!")).toBe(
    "Oil painting of a person before a castle, with fog and ruins; a dark mood. Title: Safety Last!",
  );
  expect(alt("icon", "uk", "Носферату")).toBe(
    "Олійний живопис: один великий символ на тлі замку; поруч туман і руїни; похмурий настрій. Напис: «Носферату».",
  );
});

it("says of a picture that was brought only what was done to it", () => {
  const art = (use: "retouch" | "background" | "untouched") =>
    briefOf(
      {},
      { keyArt: { asset: { blob: "a".repeat(64), widthPx: 9, heightPx: 9 }, focal: { x: 0, y: 0 }, keep: [], use } },
    );
  expect(altOf(art("retouch"), "en", "X", 125)).toContain("Oil painting after");
  expect(altOf(art("background"), "en", "X", 125)).not.toContain("Oil");
  expect(altOf(art("untouched"), "uk", "X", 125)).toBe("Власне рекламне зображення. Напис: «X».");
});

it("fits for every concept, style and composition, and for the longest name", () => {
  for (const locale of Locale.options) {
    for (const concept of Concept.options) {
      for (const composition of Composition.options) {
        for (const style of PaintStyle.options) {
          const brief = briefOf({ composition, style }, { concepts: [concept, "geometry", "underwater", "space"] });
          for (const name of ["A", "x".repeat(200)]) {
            const alt = altOf(brief, locale, name, 125);
            expect(graphemeCount(alt)).toBeLessThanOrEqual(125);
            expect(alt).toMatch(/^\p{Lu}.{20,}[.!]$/u);
            expect(alt).not.toMatch(/image of|picture of|зображення/i);
          }
        }
      }
    }
  }
});
