import { defineConfig } from "vitest/config";
import { lastWordsReporter } from "./checks/reporter.ts";

// The parts that need Redis or Chromium are skipped by name where the machine lacks them; CI has both.
const noSkips = process.env.MARQUEE_NO_SKIPS === "1";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    // What takes minutes runs with `npm run test:endurance`.
    exclude: ["**/node_modules/**", "**/.marquee/**", "**/*.endurance.test.ts"],
    environment: "node",
    // Networks and sharp are native libraries: a process of its own each, and no more of them than small machines bear.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ["./adapters/testing/global.ts"],
    allowOnly: !noSkips,
    reporters: ["default", lastWordsReporter(noSkips)],
  },
});
