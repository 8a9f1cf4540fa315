import { describe, expect, it } from "vitest";
import { ClusterId } from "../../core/cluster.ts";
import { CreativeId } from "../../core/creative.ts";
import type { SliceCell } from "../../core/experiment.ts";
import { randomFrom } from "../../core/random.ts";
import { TitleId } from "../../core/title.ts";
import { foldTitle } from "../learner.ts";
import { changedIn, foldTitleEvidence, NO_EVIDENCE, TitleEvidence, withoutDoubts } from "./of-title.ts";

const creative = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const titleId = TitleId.parse("metropolis");
const OWLS = ClusterId.parse("owls");
const cell = (n: number, exposures: number, clicks: number, over: Partial<SliceCell> = {}): SliceCell => ({
  titleId,
  clusterId: OWLS,
  context: "",
  creativeId: creative(n),
  exposures,
  clicks,
  ...over,
});

/** Five arms over time, the second of which may fall after the larger part of it. */
function history(stretches: number, falls: boolean) {
  const random = randomFrom(9);
  let [state, evidence] = [foldTitle(null, []), NO_EVIDENCE];
  const changes: ReturnType<typeof changedIn> = [];
  for (let i = 0; i < stretches; i++) {
    const rates = [0.08, falls && i > stretches * 0.7 ? 0.03 : 0.16, 0.09, 0.1, 0.07];
    const slice = rates.flatMap((rate, arm) =>
      ["device=tv", "device=mobile"].map((context) => {
        let clicks = 0;
        for (let shown = 0; shown < 100; shown++) if (random() < rate) clicks++;
        return cell(arm, 100, clicks, { context: context as SliceCell["context"] });
      }),
    );
    state = foldTitle(state, slice);
    evidence = foldTitleEvidence(evidence, slice);
    changes.push(...changedIn(evidence));
  }
  return { state, evidence, changes };
}

describe("a title's evidence", () => {
  it("leaves a state as it is while nothing is in doubt, and names no change", () => {
    const { state, evidence, changes } = history(60, false);
    expect(withoutDoubts(state, NO_EVIDENCE)).toBe(state);
    if (evidence.evidence?.doubt === null) expect(withoutDoubts(state, evidence)).toBe(state);
    expect(changes).toEqual([]);
    expect(changedIn(NO_EVIDENCE)).toEqual([]);
  });

  it("takes a past that does not hold out of every context alike, in whole numbers, and names what changed", () => {
    const { state, evidence, changes } = history(120, true);
    // One arm fell, or all others rose against a season: counts of one cluster cannot tell.
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every((one) => (one.creativeId === creative(1)) === (one.direction === "fell"))).toBe(true);
    const trusted = withoutDoubts(state, evidence);
    const rate = (of: typeof state, arm: number) =>
      of.cells.reduce((sum, { clicks }) => sum + (clicks[arm] ?? 0), 0) /
      of.cells.reduce((sum, { exposures }) => sum + (exposures[arm] ?? 0), 0);
    expect(rate(state, 1)).toBeGreaterThan(0.1);
    expect(rate(trusted, 1) / rate(trusted, 0)).toBeLessThan(0.7 * (rate(state, 1) / rate(state, 0)));
    for (const { exposures, clicks } of trusted.cells) {
      for (const [arm, shown] of exposures.entries()) {
        expect(Number.isInteger(shown) && Number.isInteger(clicks[arm]) && (clicks[arm] as number) <= shown).toBe(true);
      }
    }
  });

  it("keeps what it was given, grows with clusters and arms, and survives its own JSON", () => {
    const first = foldTitleEvidence(NO_EVIDENCE, [cell(0, 10, 1)]);
    const frozen = JSON.stringify(first);
    const second = foldTitleEvidence(first, [cell(1, 10, 2, { clusterId: ClusterId.parse("larks") })]);
    expect(JSON.stringify(first)).toBe(frozen);
    expect(second).toMatchObject({ clusters: ["owls", "larks"], arms: [creative(0), creative(1)] });
    expect(second.evidence?.seen).toBe(20);
    expect(foldTitleEvidence(second, [])).toBe(second);
    expect(TitleEvidence.parse(JSON.parse(JSON.stringify(second)))).toEqual(second);
  });
});
