import { expect, it } from "vitest";
import { loadAndUnload } from "../testing/rounds.ts";

it("does not grow over 200 rounds of loading and unloading a model", async () => {
  const growth = await loadAndUnload(200);
  console.log(growth);
  expect(growth).toMatchObject({ processes: 200, files: 0, resources: 0 });
  expect(growth.heapMb).toBeLessThan(3);
  expect(growth.residentMb).toBeLessThan(40);
});
