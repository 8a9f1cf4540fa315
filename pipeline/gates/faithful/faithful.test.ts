import { describe, expect, it } from "vitest";
import { PALETTES } from "../../../core/palettes.ts";
import { plainCopy } from "../../../core/testing/copy.ts";
import type { StoryboardRequest } from "../../storyboard/storyboard.ts";
import { tinyBrief } from "../../tiny.ts";
import { findingsOf } from "../gate.ts";
import { namedInOrder, personInTheirPlace } from "./people.ts";
import { prominenceOf } from "./prominence.ts";
import { MOTIF, thingInItsPlace, thingsIn } from "./things.ts";

const request = (change: Partial<StoryboardRequest> = {}): StoryboardRequest => ({
  concepts: ["space", "mountains"],
  palette: PALETTES.tide,
  mood: "calm",
  composition: "vista",
  focal: "left",
  seed: 11,
  widthPx: 1_280,
  heightPx: 720,
  ...change,
});
const failing = (concepts: Parameters<typeof thingsIn>[0], shares: Record<string, number>) =>
  thingsIn(concepts, shares).flatMap((thing) =>
    findingsOf([thingInItsPlace], thing, null).flatMap(({ passed }) => (passed ? [] : [thing.concept])),
  );

describe("how prominent a thing is", () => {
  it("is what of the frame changes without it: much for the place, less for what stands in it, none for what is not there", async () => {
    const { space = 0, mountains = 0, train = 1 } = await prominenceOf(request(), ["space", "mountains", "train"]);
    expect(train).toBe(0);
    expect(mountains).toBeGreaterThan(0.02);
    expect(space).toBeGreaterThan(mountains);
    expect(space).toBeLessThanOrEqual(1);
  });

  it("is told from the storyboard as it is drawn: with the order turned round it is turned round too", async () => {
    const asBriefed = ["space", "mountains"] as const;
    const turned = await prominenceOf(request({ concepts: ["mountains", "space"] }), ["mountains", "space"]);
    expect(turned.mountains).toBeGreaterThan(turned.space ?? 1);
    expect(failing(asBriefed, { mountains: turned.mountains ?? 0 })).toEqual(["mountains"]);
    const right = await prominenceOf(request(), ["mountains"]);
    expect(failing(asBriefed, right)).toEqual([]);
  });
});

describe("a thing", () => {
  it("may not take more than one named before it, unless it is a motif", () => {
    expect(failing(["sea", "castle", "city"], { castle: 0.3, city: 0.25 })).toEqual([]);
    expect(failing(["sea", "castle", "city"], { castle: 0.1, city: 0.25 })).toEqual(["city"]);
    expect(failing(["sea", "castle", "city"], { castle: 0.01, city: MOTIF })).toEqual([]);
    expect(failing(["sea", "castle"], { castle: 0.6 })).toEqual(["castle"]);
    // Of four, each is held against the least before it.
    expect(failing(["sea", "castle", "city", "train"], { castle: 0.22, city: 0.21, train: 0.215 })).toEqual(["train"]);
  });

  it("is not weather, nor the place itself, nor named twice", () => {
    expect(failing(["sea", "fog"], { fog: 0.9 })).toEqual([]);
    expect(thingsIn(["sea"], {})).toEqual([]);
    expect(thingsIn(["sea", "sea", "castle", "castle"], { castle: 0.1 })).toHaveLength(1);
  });
});

const brief = (cast?: string[], composition: "figure" | "vista" = "figure") => {
  const one = tinyBrief();
  return { ...one, ...(cast ? { cast } : {}), attributes: { ...one.attributes, composition } };
};
const text = { name: "The General", synopsis: "Annabelle waits for Johnnie.", hero: "Johnnie Gray" };
const person = (cast?: string[], composition?: "figure" | "vista", hero: string | undefined = text.hero) => {
  const { hero: _, ...rest } = text;
  const evidence = { brief: brief(cast, composition), locale: "en" as const, text: hero ? { ...rest, hero } : rest };
  return findingsOf([personInTheirPlace], evidence, "en")[0];
};

describe("the person in a picture", () => {
  it("must be the first of the cast, and the check says which place they have", () => {
    expect(person(["Johnnie Gray", "Annabelle Lee"])).toMatchObject({ passed: true, measured: 1 });
    expect(person(["Annabelle Lee", "johnnie gray"])).toMatchObject({
      passed: false,
      measured: 2,
      limit: 1,
      detail: "Johnnie Gray is billed after Annabelle Lee",
    });
  });

  it("who is on no list has no place that is known; and a place without people shows nobody", () => {
    expect(person(["Buster Keaton"])).toMatchObject({ passed: true, measured: 0 });
    expect(person()).toMatchObject({ passed: true, measured: 0 });
    expect(person(["Annabelle Lee", "Johnnie Gray"], "vista")).toBeUndefined();
    expect(person(["Annabelle Lee"], "figure", "")).toBeUndefined();
  });
});

describe("the words", () => {
  const named = (cast: string[] | undefined, headline: string, description = "A quiet road.") => {
    const copy = plainCopy({ headline, description });
    const evidence = { brief: brief(cast), locale: "en" as const, text, copy };
    return findingsOf([namedInOrder], evidence, "en")[0];
  };
  const cast = ["Annabelle Lee", "Johnnie Gray"];

  it("name people in order of billing, or the later one not at all", () => {
    expect(named(cast, "Annabelle Lee waits.", "Johnnie Gray comes back.")).toMatchObject({
      passed: true,
      measured: 0,
    });
    expect(named(cast, "Annabelle Lee waits.")).toMatchObject({ passed: true });
    expect(named(cast, "Nobody waits.")).toMatchObject({ passed: true });
    expect(named(cast, "JOHNNIE GRAY comes back.", "Annabelle Lee waits.")).toMatchObject({
      passed: false,
      measured: 1,
      detail: "Johnnie Gray before Annabelle Lee",
    });
    expect(named(cast, "Johnnie Gray comes back.")).toMatchObject({ passed: false, measured: 1 });
  });

  it("may name a character, who is on no list of actors", () => {
    expect(named(["Buster Keaton", "Marion Mack"], "Johnnie Gray comes back.")).toMatchObject({ passed: true });
  });

  it("take a name for one only as whole words", () => {
    expect(named(["Lee", "Gray"], "Grayson sleeps.")).toMatchObject({ passed: true });
    expect(named(["Lee", "Gray"], "Sleepless Gray.")).toMatchObject({ passed: false });
  });

  it("have nothing to order where one person is known", () => {
    expect(named(undefined, "Johnnie Gray comes back.")).toBeUndefined();
    expect(named(["Buster Keaton"], "Johnnie Gray comes back.")).toBeUndefined();
  });
});
