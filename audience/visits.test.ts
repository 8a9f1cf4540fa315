import { describe, expect, it } from "vitest";
import { ChannelName } from "../core/channel.ts";
import { ClusterId, type UserId } from "../core/cluster.ts";
import { TitleId } from "../core/title.ts";
import { planVisits, usersOf, type Visit, type VisitPlan } from "./visits.ts";

const owls = { id: ClusterId.parse("owls"), locale: "en" } as const;
const romantics = { id: ClusterId.parse("romantics"), locale: "uk" } as const;
const titles = [TitleId.parse("metropolis"), TitleId.parse("nosferatu")];
const plan: VisitPlan = { seed: 1, usersPerCluster: 50, visits: 20_000, titles, clusters: [owls, romantics] };
const count = (visits: readonly Visit[], test: (visit: Visit) => boolean): number => visits.filter(test).length;

describe("planVisits", () => {
  const visits = [...planVisits(plan)];

  it("plans as many as asked for, and none", () => {
    expect(visits).toHaveLength(20_000);
    expect([...planVisits({ ...plan, visits: 0 })]).toEqual([]);
    expect([...planVisits({ ...plan, visits: 1 })]).toHaveLength(1);
  });

  it("is the same for the same plan, begins alike however long, and differs by seed", () => {
    expect([...planVisits({ ...plan, visits: 100 })]).toEqual(visits.slice(0, 100));
    expect([...planVisits({ ...plan, visits: 100, seed: 2 })]).not.toEqual(visits.slice(0, 100));
  });

  it("comes evenly to titles, clusters and channels, and speaks the cluster's language", () => {
    for (const title of titles)
      expect(Math.abs(count(visits, (visit) => visit.titleId === title) - 10_000)).toBeLessThan(400);
    expect(Math.abs(count(visits, (visit) => visit.clusterId === "owls") - 10_000)).toBeLessThan(400);
    expect(
      Math.abs(count(visits, (visit) => visit.channel === "poster") - 20_000 / ChannelName.options.length),
    ).toBeLessThan(400);
    expect(count(visits, ({ clusterId, locale }) => locale !== (clusterId === "owls" ? "en" : "uk"))).toBe(0);
  });

  it("shows only the channels that it is given", () => {
    const two = [...planVisits({ ...plan, visits: 2_000, channels: ["web", "email"] })];
    expect(Math.abs(count(two, (visit) => visit.channel === "email") - 1_000)).toBeLessThan(150);
    expect(count(two, ({ channel }) => channel !== "web" && channel !== "email")).toBe(0);
  });

  it("follows the shares, and leaves out a cluster with share 0", () => {
    const uneven = [...planVisits({ ...plan, shares: { [owls.id]: 3 } })];
    expect(Math.abs(count(uneven, (visit) => visit.clusterId === "owls") - 15_000)).toBeLessThan(400);
    const none = [...planVisits({ ...plan, visits: 500, shares: { [owls.id]: 0 } })];
    expect(count(none, (visit) => visit.clusterId === "owls")).toBe(0);
  });

  it("sends known users only, the keenest most often, each in one cluster", () => {
    const owlUsers = usersOf(owls.id, 50);
    const users = new Set([...owlUsers, ...usersOf(romantics.id, 50)]);
    expect(users.size).toBe(100);
    const seen = Map.groupBy(visits, (visit) => visit.userId);
    expect([...seen.keys()].filter((user) => !users.has(user))).toEqual([]);
    const [first, tenth, last] = [0, 9, 49].map((rank) => seen.get(owlUsers[rank] as UserId)?.length ?? 0);
    expect(first).toBeGreaterThan(1.5 * (tenth ?? 0));
    expect(tenth).toBeGreaterThan(last ?? 0);
  });

  it("decides clicks by a uniform number", () => {
    expect(count(visits, ({ uniform }) => !(uniform >= 0 && uniform < 1))).toBe(0);
    expect(Math.abs(count(visits, (visit) => visit.uniform < 0.05) - 1_000)).toBeLessThan(150);
  });

  it.each([
    [{ visits: -1 }, "visits"],
    [{ visits: 1.5 }, "visits"],
    [{ usersPerCluster: 0 }, "usersPerCluster"],
    [{ titles: [] }, "titles"],
    [{ clusters: [] }, "clusters"],
    [{ shares: { [owls.id]: -1 } }, "clusters"],
  ])("refuses %o", (wrong, culprit) => expect(() => [...planVisits({ ...plan, ...wrong })]).toThrow(culprit));
});
