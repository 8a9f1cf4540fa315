import type { Check } from "../../core/creative.ts";

/** One thing that must hold before a person sees a creative, as a value: what is measured, against what, and why. */
export type Gate<Evidence> = {
  /** Short and lasting: rejections are counted by it. */
  readonly name: string;
  /** What the number is, with its unit. */
  readonly measures: string;
  readonly bound: "least" | "most" | "exactly";
  /** Where it depends on what is measured, also in words. */
  readonly limit: number | { readonly says: string; of(evidence: Evidence): number };
  /** Why the limit lies where it does. */
  readonly because: string;
  /** Whether another seed may pass it: trying again where it may not only costs time. */
  readonly again: boolean;
  /** `null` where there is nothing to measure: then there is no finding. */
  measure(evidence: Evidence): number | null;
  /** What the number does not say, for a finding that failed. */
  detail?(evidence: Evidence): string;
};

/** What the gates find in one piece of evidence; a number that is none fails. */
export function findingsOf<Evidence>(
  gates: readonly Gate<Evidence>[],
  evidence: Evidence,
  where: string | null,
): Check[] {
  return gates.flatMap((gate) => {
    const measured = gate.measure(evidence);
    if (measured === null) return [];
    const limit = typeof gate.limit === "number" ? gate.limit : gate.limit.of(evidence);
    const passed = holds(measured, gate.bound, limit);
    return [
      {
        gate: gate.name,
        ...(where === null ? {} : { where }),
        passed,
        measured: finite(measured),
        limit,
        ...(passed || !gate.detail ? {} : { detail: gate.detail(evidence) }),
      },
    ];
  });
}

function holds(measured: number, bound: Gate<never>["bound"], limit: number): boolean {
  if (bound === "least") return measured >= limit;
  if (bound === "most") return measured <= limit;
  return measured === limit;
}

// JSON has no way to write the others.
const finite = (measured: number): number => (Number.isFinite(measured) ? measured : -1);
