import { createHash, randomBytes } from "node:crypto";
import type { z } from "zod";
import { Cluster, ClusterId, UserId } from "../../core/cluster.ts";
import { Brief, type Check, CreativeId, type MadeCreative } from "../../core/creative.ts";
import { DecisionClaim, type EventKind, type OutcomeEvent } from "../../core/event.ts";
import { JobId, JobRequest, JobTerms } from "../../core/job.ts";
import { plainCopy } from "../../core/testing/copy.ts";
import { Title, TitleId } from "../../core/title.ts";

/** Small, valid values of every kind; each is a function, so that no test sees another's. */

export const titleId = (name: string) => TitleId.parse(name);
export const clusterId = (name: string) => ClusterId.parse(name);
export const userId = (name: string) => UserId.parse(name);
const hex = (name: string, digits: number) => createHash("sha256").update(name).digest("hex").slice(0, digits);
export const creativeId = (name: string) => CreativeId.parse(`crv_${hex(name, 16)}`);
export const jobId = (name: string) => JobId.parse(`job_${hex(name, 16)}`);

export const title = (id = "the-sea", name = "Море \u{1f30a} of Nothing") =>
  Title.parse({
    id,
    genres: ["drama"],
    concepts: ["sea"],
    texts: { en: { name, synopsis: "Somebody sails; somebody waits." } },
  });

export const cluster = (id = "night-owls") =>
  Cluster.parse({ id, name: "Night owls", locale: "en", allowed: { mood: ["dark"] } });

export const request = (titles = ["the-sea"], clusters = ["night-owls"]) => JobRequest.parse({ titles, clusters });

export const order = (over: { titles?: string[]; terms?: Partial<z.input<typeof JobTerms>>; actor?: string } = {}) => ({
  request: request(over.titles),
  terms: JobTerms.parse(over.terms ?? {}),
  actor: over.actor ?? "ann",
});

export const brief = (name: string, options: { title?: string; cluster?: string | null } = {}) =>
  Brief.parse({
    creativeId: creativeId(name),
    titleId: options.title ?? "the-sea",
    clusterId: options.cluster === undefined ? "night-owls" : options.cluster,
    seed: 7,
    concepts: ["sea"],
    genres: ["drama"],
    attributes: {
      palette: "tide",
      mood: "dark",
      composition: "vista",
      focal: "left",
      style: "oil",
      emphasis: "medium",
      treatment: "bill",
      look: "clean",
      tone: "epic",
      hook: "place",
    },
    probabilities: {
      palette: 0.125,
      mood: 1,
      composition: 0.5,
      focal: 0.5,
      style: 0.5,
      emphasis: 0.5,
      treatment: 0.5,
      look: 1,
      tone: 0.25,
      hook: 0.25,
    },
    texts: { en: { name: "The Sea", synopsis: "Somebody sails." } },
  });

export const passed: Check = { gate: "contrast", passed: true, measured: 7, limit: 4.5 };
export const refused: Check = { gate: "contrast", passed: false, measured: 2, limit: 4.5 };

export const made = (name: string, checks: readonly Check[] = [passed]): MadeCreative => ({
  creativeId: creativeId(name),
  renditions: (["web", "square"] as const).map((channel) => ({
    channel,
    locale: "en",
    density: 1,
    format: "webp",
    widthPx: 640,
    heightPx: 360,
    contentType: "image/webp",
    bytes: new Uint8Array([1, 2, 3]),
    quality: 78,
    score: 0.9921875,
    contrast: 7.25,
    thumbHash: "3dkNHIJpmXiPd3d1d4hrj/PnVw==",
    dominant: "#a6b45f",
  })),
  copy: { en: plainCopy() },
  checks,
  fingerprints: {},
  rejections: [],
  provenance: {
    prompt: "sea, oil",
    stages: { sketch: 1 },
    imageModel: { id: "painter", sha256: "00" },
    textModel: { id: "writer", sha256: "11" },
    stageMs: { sketch: 3 },
  },
});

export const BLOBS = [hex("web", 64), hex("square", 64)];

export const claim = (over: Partial<Record<keyof DecisionClaim, unknown>> = {}) =>
  DecisionClaim.parse({
    decisionId: randomBytes(16).toString("hex"),
    titleId: "the-sea",
    creativeId: creativeId("a"),
    clusterId: "night-owls",
    channel: "web",
    policyVersion: 1,
    propensity: 0.5,
    decidedAtMs: 1_700_000_000_000,
    ...over,
  });

export const event = (kind: EventKind, of = claim()): OutcomeEvent => ({ kind, claim: of });
