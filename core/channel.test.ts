import { expect, it } from "vitest";
import { CHANNELS, ChannelName, formatsOf, frameOf, MASTERS, mostBytes, Shape, shapesOf } from "./channel.ts";

it("has the seven channels, each a sound record", () => {
  expect(ChannelName.options.toSorted()).toEqual(["email", "poster", "push", "square", "story", "tv", "web"]);
  for (const channel of ChannelName.options) {
    const { safe, densities, texts, maxBytes } = CHANNELS[channel];
    expect(safe.left + safe.right, channel).toBeLessThan(0.5);
    expect(safe.top + safe.bottom, channel).toBeLessThan(0.5);
    expect(densities[0], channel).toBe(1);
    for (const most of Object.values(texts)) expect(most, channel).toBeGreaterThanOrEqual(10);
    // A smaller format is never allowed more.
    const budgets = Object.values(maxBytes);
    expect(budgets, channel).toEqual(budgets.toSorted((a, b) => a - b));
    expect(Object.keys(maxBytes), channel).toEqual(formatsOf(channel));
  }
});

it("cuts every channel from the master that it loses less of", () => {
  const lost = (channel: ChannelName, shape: Shape) => {
    const ratio = CHANNELS[channel].widthPx / CHANNELS[channel].heightPx;
    const master = MASTERS[shape].widthPx / MASTERS[shape].heightPx;
    return 1 - Math.min(ratio / master, master / ratio);
  };
  for (const channel of ChannelName.options) {
    const { shape } = CHANNELS[channel];
    for (const other of Shape.options) expect(lost(channel, shape), channel).toBeLessThanOrEqual(lost(channel, other));
  }
});

it("paints only the shapes that are asked for, each once", () => {
  expect(shapesOf(["web", "tv", "email"])).toEqual(["wide"]);
  expect(shapesOf(["story"])).toEqual(["tall"]);
  expect(shapesOf(["poster", "web"])).toEqual(["wide", "tall"]);
  expect(shapesOf([])).toEqual([]);
});

it("says what fits where: formats, sizes and bytes", () => {
  expect(formatsOf("email")).toEqual(["jpeg"]);
  expect(formatsOf("push")).toEqual(["webp", "jpeg"]);
  expect(formatsOf("web", ["jpeg", "avif"])).toEqual(["avif", "jpeg"]);
  expect(formatsOf("push", ["webp"])).toEqual(["webp"]);
  expect(formatsOf("email", ["avif", "webp"])).toEqual(["jpeg"]);
  expect(frameOf("web", 2)).toMatchObject({ widthPx: 1280, heightPx: 720 });
  expect(mostBytes("web", 1, "avif")).toBe(80_000);
  expect(mostBytes("web", 2, "avif")).toBeGreaterThan(160_000);
  expect(mostBytes("web", 2, "avif")).toBeLessThan(320_000);
  expect(() => mostBytes("email", 1, "avif")).toThrow("email takes no avif");
});
