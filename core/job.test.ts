import { expect, it } from "vitest";
import { ChannelName } from "./channel.ts";
import { JobRequest } from "./job.ts";

const order = (titles: number, clusters: number, armsPerCluster: number) => ({
  titles: Array.from({ length: titles }, (_, i) => `title-${i}`),
  clusters: Array.from({ length: clusters }, (_, i) => `cluster-${i}`),
  armsPerCluster,
});

it.each([
  [1, 1, 1],
  [1_000, 6, 8], // 1,000 x (48 + 1), a little below the most
])("takes an order of %i titles, %i clusters and %i arms", (...size) => {
  expect(JobRequest.parse(order(...size)).titles).toHaveLength(size[0]);
});

it.each([
  [0, 1, 1],
  [1, 0, 1],
  [1, 1, 0],
  [1_000, 7, 8],
  [1_000, 50, 16],
])("refuses an order of %i titles, %i clusters and %i arms", (...size) => {
  expect(() => JobRequest.parse(order(...size))).toThrow();
});

it("is for all channels unless it says which, and each once", () => {
  const one = { ...order(1, 1, 1) };
  expect(JobRequest.parse(one).channels).toEqual(ChannelName.options);
  expect(JobRequest.parse({ ...one, channels: ["story", "web"] }).channels).toEqual(["story", "web"]);
  for (const channels of [[], ["web", "web"], ["fax"]]) expect(() => JobRequest.parse({ ...one, channels })).toThrow();
});
