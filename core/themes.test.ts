import { expect, it } from "vitest";
import { Concept, Locale, Theme } from "./attributes.ts";
import { conceptsForbiddenBy, conceptsWithout, forbiddenWordIn, propsForbiddenBy, THEMES } from "./themes.ts";

it("lists lower-case words, each once, with a star at the end or none", () => {
  for (const theme of Theme.options)
    for (const locale of Locale.options) {
      const words = THEMES[theme].words[locale];
      expect(words.length).toBeGreaterThan(10);
      expect(new Set(words).size, `${theme} ${locale}`).toBe(words.length);
      const letters = locale === "en" ? /^[a-z]+('[a-z]+)?\*?$/ : /^[а-яіїєґ]+('[а-яіїєґ]+)?\*?$/;
      for (const word of words) expect(word).toMatch(letters);
    }
});

it.each<[string, Theme, string]>([
  ["He KILLED the lights.", "violence", "killed"],
  ["A war, and a letter.", "violence", "war"],
  ["Кривава ніч у долині", "violence", "кривава"],
  ["Six guns. One town.", "weapons", "guns"],
  ["Меч і пір'я", "weapons", "меч"],
  ["Nobody died here", "death", "died"],
  ["Після смерті батька", "death", "смерті"],
  ["The house is on fire", "fire", "fire"],
  ["Вогню не спинити", "fire", "вогню"],
  ["П’яний світанок", "alcohol", "п'яний"],
  ["A whisky for the road", "alcohol", "whisky"],
  ["In God's name", "religion", "god's"],
  ["Церква на горі", "religion", "церква"],
  ["A haunted lodge", "horror", "haunted"],
  ["Моторошна тиша", "horror", "моторошна"],
])("finds %s", (text, theme, word) => {
  expect(forbiddenWordIn(text, [theme])).toEqual({ theme, word });
  expect(forbiddenWordIn(text, [])).toBeNull();
});

it("leaves words alone that only begin alike", () => {
  const innocent =
    "A warm ward, a diet of ginger, a sincere library, the rumour of a barn: список бібліотеки, жарт, богатир";
  expect(forbiddenWordIn(innocent, Theme.options)).toBeNull();
});

it("says of many themes the first word, and each thing once", () => {
  expect(forbiddenWordIn("A gun in the fire", ["fire", "weapons"])).toEqual({ theme: "weapons", word: "gun" });
  expect(conceptsForbiddenBy(["violence", "weapons", "fire"])).toEqual(["battlefield", "fire"]);
  expect(propsForbiddenBy(["violence", "weapons", "fire"])).toEqual(["sword", "fire"]);
  expect(conceptsWithout(["fire", "sea", "battlefield"], ["fire"])).toEqual(["sea", "battlefield"]);
  expect(conceptsWithout(["fire"], ["fire"])).toEqual([]);
  expect(conceptsForbiddenBy(Theme.options).length).toBeLessThan(Concept.options.length);
});
