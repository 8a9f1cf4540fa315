import { z } from "zod";
import { Brand } from "./brand.ts";
import { ChannelName } from "./channel.ts";
import { shownText, slug } from "./text.ts";

export const WorkspaceId = slug.brand<"WorkspaceId">();
export type WorkspaceId = z.infer<typeof WorkspaceId>;

/** Where everything goes that names no other. */
export const DEFAULT_WORKSPACE = WorkspaceId.parse("default");

/** How a workspace decides, over all its titles. */
export const Deciding = z.strictObject({
  /** Share of users who are in no experiment and always see the control: the lift of everything is measured against them. */
  holdout: z.number().min(0).max(0.5).default(0.05),
  /** How often a month one user's artwork of one title may change. */
  changesAMonth: z.int().min(0).max(100).default(2),
  /** Whoever has played a title keeps its artwork. */
  lockAfterPlay: z.boolean().default(true),
  /** Share of decisions that go outside the cluster's habit, for a user of middling tolerance. */
  novelty: z.number().min(0).max(0.2).default(0.01),
  /** The policy that learns; see docs/policies.md for the names. */
  policy: z.string().min(1).max(80).default("marquee"),
});
export type Deciding = z.infer<typeof Deciding>;

export const DEFAULT_DECIDING: Deciding = Deciding.parse({});

/** A team with its own titles, clusters, keys and brand; it sees nothing of the others. */
export const Workspace = z.strictObject({
  id: WorkspaceId,
  name: shownText(80),
  brand: Brand,
  /** Channels in which a creative that passed its gates goes live without a person. Empty unless somebody chose so. */
  autoApprove: z.array(ChannelName).default([]),
  deciding: Deciding.default(DEFAULT_DECIDING),
});
export type Workspace = z.infer<typeof Workspace>;
