import { defineConfig } from "vitest/config";

/** What holds over hundreds of rounds: minutes of one core. */
export default defineConfig({
  test: {
    include: ["**/*.endurance.test.ts"],
    environment: "node",
    pool: "forks",
    maxWorkers: 1,
    // A round is half a second of one core; on a busy machine it waits for its turn.
    testTimeout: 7_200_000,
  },
});
