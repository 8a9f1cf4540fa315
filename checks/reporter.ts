import type { Reporter, TestCase, TestModule } from "vitest/node";

/** What one run amounts to. */
export type Tally = {
  readonly passed: number;
  readonly failed: number;
  /** `Skipped: <file> > <name>, because <why>`, one a test. */
  readonly skipped: readonly string[];
};

/** A test as the tally needs it, so that the tally can be tested without a run inside a run. */
export type Outcome = {
  readonly file: string;
  readonly name: string;
  readonly state: "passed" | "failed" | "skipped" | "pending";
  readonly why: string | undefined;
};

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  return {
    passed: outcomes.filter(({ state }) => state === "passed").length,
    failed: outcomes.filter(({ state }) => state === "failed" || state === "pending").length,
    skipped: outcomes
      .filter(({ state }) => state === "skipped")
      .map(({ file, name, why }) => `Skipped: ${file} > ${name}, because ${why ?? "the test says so"}`),
  };
}

/** The last words of a run: each skipped test by name, then one line of numbers. */
export function lastWords(tally: Tally, noSkips: boolean): readonly string[] {
  const { passed, failed, skipped } = tally;
  return [
    ...skipped,
    ...(noSkips && skipped.length > 0 ? ["MARQUEE_NO_SKIPS is set: a skipped test fails the run."] : []),
    `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
  ];
}

function outcomeOf(test: TestCase): Outcome {
  const result = test.result();
  const why = result.state === "skipped" ? (result.note ?? missingPart(test)) : undefined;
  return { file: test.module.relativeModuleId, name: test.fullName, state: result.state, why };
}

/** Programs that a machine may lack, by the word with which the tests that need them are named. */
const PROGRAMS = { Redis: "redis-server", Chromium: "chromium" };

function missingPart(test: TestCase): string | undefined {
  const need = Object.entries(PROGRAMS).find(([word]) => test.fullName.includes(word));
  return need && `this machine has no ${need[1]}`;
}

/** Says at the very end what was skipped and why, and with `noSkips` fails the run for it. */
export function lastWordsReporter(noSkips: boolean): Reporter {
  return {
    onTestRunEnd: (modules: readonly TestModule[], unhandled) => {
      const outcomes = modules.flatMap((module) => [...module.children.allTests()].map(outcomeOf));
      // A file that cannot be loaded has no tests to fail; it counts as one.
      const broken = modules.filter((module) => module.errors().length > 0).length + unhandled.length;
      const tally = tallyOf(outcomes);
      const lines = lastWords({ ...tally, failed: tally.failed + broken }, noSkips);
      process.once("exit", () => {
        if (noSkips && tally.skipped.length > 0) process.exitCode = 1;
        console.log(`\n${lines.join("\n")}`);
      });
    },
  };
}
