import { expect, test } from "vitest";
import { clickProbability, Taste } from "../../audience/taste.ts";
import type { Attributes } from "../../core/attributes.ts";
import { ClusterId } from "../../core/cluster.ts";
import { CreativeId } from "../../core/creative.ts";
import { TitleId } from "../../core/title.ts";
import { gradePick, truthOf } from "./truth.ts";

const owls = ClusterId.parse("owls");
const families = ClusterId.parse("families");
const titleId = TitleId.parse("film");
const taste = Taste.parse({
  seed: 1,
  baseRate: 0.05,
  interestSpread: 0,
  residualSpread: 0,
  clusters: { owls: { palette: { noir: 1, meadow: -1 } }, families: { palette: { noir: -1, meadow: 1.2 } } },
});

const arm = (digit: string, palette: Attributes["palette"], clusterId: ClusterId | null) => ({
  id: CreativeId.parse(`crv_${digit.repeat(16)}`),
  titleId,
  clusterId,
  brief: {
    attributes: {
      palette,
      mood: "dark",
      composition: "icon",
      focal: "left",
      style: "ink",
      emphasis: "medium",
      treatment: "omen",
      look: "clean",
      tone: "dark",
      hook: "place",
    },
  } as { attributes: Attributes },
});
const control = arm("0", "sepia", null);
const noir = arm("1", "noir", owls);
const meadow = arm("2", "meadow", families);
const clusters = [{ id: owls }, { id: families }];
const truth = truthOf(taste, [control, noir, meadow], clusters);

test("each cell knows its own best, its control and the best for everybody", () => {
  const cell = truth.cell(titleId, owls);
  const rateOf = (one: typeof noir) =>
    clickProbability(taste, { titleId, clusterId: owls, creativeId: one.id, attributes: one.brief.attributes });
  expect(cell.best).toEqual({ creativeId: noir.id, rate: rateOf(noir) });
  expect(truth.cell(titleId, families).best.creativeId).toBe(meadow.id);
  expect(cell.control).toBe(rateOf(control));
  // Families gain more from meadow than owls from noir, so everybody would be shown meadow.
  expect(cell.bestForEverybody).toBe(rateOf(meadow));
});

test("a pick is the best, near it, or neither", () => {
  const rates = new Map([
    [noir.id, 0.1],
    [meadow.id, 0.0901],
    [control.id, 0.0899],
  ]);
  const cell = { rates, best: { creativeId: noir.id, rate: 0.1 }, control: 0.0899, bestForEverybody: 0.1 };
  expect(gradePick(cell, noir.id)).toEqual({ exact: true, near: true, rate: 0.1 });
  expect(gradePick(cell, meadow.id)).toEqual({ exact: false, near: true, rate: 0.0901 });
  expect(gradePick(cell, control.id)).toEqual({ exact: false, near: false, rate: 0.0899 });
  expect(() => gradePick(cell, CreativeId.parse("crv_ffffffffffffffff"))).toThrow("no arm");
});
