import { describe, expect, it } from "vitest";
import { planStudios } from "./studio-plan.ts";

const machine = { studios: 8, cores: 8, memoryMb: 16_000, modelsMb: 1_000 };

describe("studios for a machine", () => {
  it("are as many as asked for, with the cores and the memory divided among them", () => {
    expect(planStudios(machine)).toEqual({ studios: 8, threads: 1, memoryMb: 2_000 });
    expect(planStudios({ ...machine, studios: 2 })).toEqual({ studios: 2, threads: 4, memoryMb: 8_000 });
    expect(planStudios({ ...machine, studios: 3 })).toEqual({ studios: 3, threads: 2, memoryMb: 5_333 });
    expect(planStudios({ ...machine, studios: 1, cores: 1 })).toEqual({ studios: 1, threads: 1, memoryMb: 16_000 });
  });

  it("are fewer where cores or memory are, and one where not even one fits", () => {
    expect(planStudios({ ...machine, studios: 64, cores: 2 })).toEqual({ studios: 2, threads: 1, memoryMb: 8_000 });
    expect(planStudios({ ...machine, memoryMb: 3_500 })).toEqual({ studios: 3, threads: 2, memoryMb: 1_166 });
    expect(planStudios({ ...machine, memoryMb: 500 })).toEqual({ studios: 1, threads: 8, memoryMb: 500 });
  });

  it("never have more threads than cores nor more memory than there is", () => {
    for (let studios = 1; studios <= 64; studios += 3) {
      for (let cores = 1; cores <= 64; cores += 7) {
        for (const memoryMb of [100, 999, 5_000, 40_000]) {
          const plan = planStudios({ studios, cores, memoryMb, modelsMb: 1_000 });
          expect(plan.studios * plan.threads).toBeLessThanOrEqual(cores);
          expect(plan.studios * plan.memoryMb).toBeLessThanOrEqual(memoryMb);
          expect(plan.studios).toBeGreaterThanOrEqual(1);
        }
      }
    }
  });
});
