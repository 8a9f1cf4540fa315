import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { ChannelName, Format } from "../../core/channel.ts";
import type { Settings } from "../settings.ts";

/** How much the demo makes and plays. */
export type Scale = {
  readonly titles: number;
  readonly clusters: number;
  readonly armsPerCluster: number;
  readonly usersPerCluster: number;
  readonly visits: number;
  /** A slow or busy machine plays no longer than this, once it has played `leastVisits`. */
  readonly playWithinMs: number;
  readonly leastVisits: number;
};

// The three that the report shows: each further one takes its time.
export const DEMO_CHANNELS: readonly ChannelName[] = ["web", "poster", "square"];

// One file of each is enough to look at.
export const DEMO_FORMATS: readonly Format[] = ["webp"];

// Four titles fit into a few minutes of a small machine; the rest of the samples is for who wants to see more.
export const SHORT: Scale = {
  titles: 4,
  clusters: 4,
  armsPerCluster: 3,
  usersPerCluster: 2_000,
  visits: 100_000,
  playWithinMs: 60_000,
  leastVisits: 40_000,
};
export const FULL: Scale = {
  titles: 12,
  clusters: 5,
  armsPerCluster: 4,
  usersPerCluster: 2_000,
  visits: 240_000,
  playWithinMs: 240_000,
  leastVisits: 120_000,
};

// A product learns every minute or every hour; the demo packs days of visits into a minute.
const LEARN_EVERY_MS = 2_000;

/**
 * A visit and its click come in one call, and days of visits within a minute: a week is not waited for. Whoever plays a
 * demo wants to see winners: a third of the traffic goes to the rivals that are hardest to rule out.
 */
export const REWARD_WITHIN_S = 1;
export const DEMO_EXPERIMENT = {
  reward: { kind: "click", withinS: REWARD_WITHIN_S },
  cycleDays: 0,
  challenge: 0.3,
} as const;

/** A home, an address and a queue of the demo's own, so that it meets nothing that other commands left. */
export const demoSettings = (settings: Settings): Settings => ({
  ...settings,
  home: join(settings.home, "demo"),
  port: 0,
  learnEveryMs: LEARN_EVERY_MS,
  queuePrefix: settings.redisUrl ? `marquee-demo-${randomBytes(4).toString("hex")}` : settings.queuePrefix,
  logLevel: "warn",
});

export const logFolder = (demo: Settings): string => join(demo.home, "logs");
export const reportFolder = (demo: Settings): string => join(demo.home, "report");
