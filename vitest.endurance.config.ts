import { defineConfig } from "vitest/config";

/** What holds over hundreds of rounds: minutes of one core. */
export default defineConfig({
  test: {
    include: ["**/*.endurance.test.ts"],
    environment: "node",
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 1_800_000,
  },
});
