import { expect, it } from "vitest";
import { Rendition } from "../core/creative.ts";
import { chosenOf, sourcesFor } from "./renditions.ts";

const file = (change: Partial<Rendition>): Rendition =>
  Rendition.parse({
    channel: "web",
    locale: "en",
    density: 1,
    format: "webp",
    blob: "a".repeat(64),
    widthPx: 640,
    heightPx: 360,
    byteLength: 1,
    contentType: "image/webp",
    quality: 78,
    score: 0.99,
    contrast: 7,
    thumbHash: "",
    dominant: "#808080",
    ...change,
  });
const web = (["en", "uk"] as const).flatMap((locale) =>
  ([1, 2] as const).flatMap((density) =>
    (["avif", "jpeg", "webp"] as const).map((format) => file({ locale, density, format })),
  ),
);
const email = file({ channel: "email", format: "jpeg", locale: "uk" });

it("gives every file of the channel in the asked language, and of another where there is none", () => {
  expect(sourcesFor([...web, email], "web", "uk")).toEqual(web.filter(({ locale }) => locale === "uk"));
  expect(sourcesFor([...web, email], "email", "en")).toEqual([email]);
  expect(sourcesFor(web, "poster", "en")).toEqual([]);
});

it("chooses what was asked for, and the nearest to it where there is none", () => {
  const sources = sourcesFor(web, "web", "en");
  const chosen = (wish: Parameters<typeof chosenOf>[1], among: readonly Rendition[] = sources) => {
    const one = chosenOf(among, wish);
    return one && `${one.density} ${one.format}`;
  };
  expect(chosen({})).toBe("1 webp");
  expect(chosen({ density: 2 })).toBe("2 webp");
  expect(chosen({ density: 2, format: "avif" })).toBe("2 avif");
  expect(chosen({ format: "jpeg" })).toBe("1 jpeg");
  expect(chosen({ density: 2, format: "avif" }, [email])).toBe("1 jpeg");
  expect(chosen({}, [file({ format: "avif" }), file({ format: "jpeg" })])).toBe("1 jpeg");
  expect(chosen({}, [])).toBeUndefined();
});
