import { z } from "zod";
import { Brand } from "./brand.ts";
import { ChannelName } from "./channel.ts";
import { shownText, slug } from "./text.ts";

export const WorkspaceId = slug.brand<"WorkspaceId">();
export type WorkspaceId = z.infer<typeof WorkspaceId>;

/** Where everything goes that names no other. */
export const DEFAULT_WORKSPACE = WorkspaceId.parse("default");

/** A team with its own titles, clusters, keys and brand; it sees nothing of the others. */
export const Workspace = z.strictObject({
  id: WorkspaceId,
  name: shownText(80),
  brand: Brand,
  /** Channels in which a creative that passed its gates goes live without a person. Empty unless somebody chose so. */
  autoApprove: z.array(ChannelName).default([]),
});
export type Workspace = z.infer<typeof Workspace>;
