import { z } from "zod";
import { Locale } from "../../core/attributes.ts";
import { ChannelName } from "../../core/channel.ts";
import { ClusterId, UserId } from "../../core/cluster.ts";
import { CreativeId } from "../../core/creative.ts";
import { TitleId } from "../../core/title.ts";
import { defineRoute } from "../route.ts";

const Artwork = z.object({
  titleId: TitleId,
  creativeId: CreativeId,
  clusterId: ClusterId,
  channel: ChannelName,
  locale: Locale.meta({ description: "The language of the picture's title; the asked one where it exists." }),
  image: z.object({ url: z.string(), widthPx: z.int(), heightPx: z.int(), contentType: z.string() }),
  copy: z.object({ headline: z.string(), description: z.string() }).nullable(),
  aiGenerated: z.literal(true),
  propensity: z.number().meta({ description: "The probability with which this arm was chosen." }),
  eligible: z.array(CreativeId).meta({ description: "The arms that could have been chosen." }),
  policyVersion: z.int(),
  token: z.string().meta({ description: "Send it back with the exposure and the click." }),
});

export const decideArtwork = defineRoute({
  method: "get",
  path: "/v1/artwork/{title}",
  summary: "The artwork and copy for one user, or for a cluster, answered from memory.",
  scope: "artwork:read",
  params: z.strictObject({ title: TitleId }),
  query: z
    .strictObject({
      user: UserId.optional(),
      cluster: ClusterId.optional(),
      channel: ChannelName.default("web"),
      locale: Locale.default("en"),
    })
    .refine((query) => query.user !== undefined || query.cluster !== undefined, {
      path: ["user"],
      message: "name a `user` or a `cluster`",
    }),
  reply: Artwork,
  errors: ["no_artwork", "cluster_not_found"],
  handle: async ({ params, query }, { decider, tokens, now }) => {
    const question = {
      titleId: params.title,
      user: query.user ?? null,
      cluster: query.cluster ?? null,
      channel: query.channel,
      locale: query.locale,
    };
    const { claim, creative, rendition, copy, eligible } = decider.decide(question, now());
    return {
      titleId: claim.titleId,
      creativeId: creative.id,
      clusterId: claim.clusterId,
      channel: claim.channel,
      locale: rendition.locale,
      image: {
        url: `/images/${rendition.blob}.webp`,
        widthPx: rendition.widthPx,
        heightPx: rendition.heightPx,
        contentType: rendition.contentType,
      },
      copy: copy && { headline: copy.headline, description: copy.description },
      aiGenerated: true as const,
      propensity: claim.propensity,
      eligible: [...eligible],
      policyVersion: claim.policyVersion,
      token: tokens.sign(claim),
    };
  },
});
