import { z } from "zod";
import { Locale } from "../../core/attributes.ts";
import { ChannelName, Density, FORMATS, Format } from "../../core/channel.ts";
import { ClusterId, UserId } from "../../core/cluster.ts";
import { ChannelCopy, copyOf } from "../../core/copy.ts";
import { CreativeId, Rendition } from "../../core/creative.ts";
import { DigitalSourceType } from "../../core/digital-source.ts";
import { TitleId } from "../../core/title.ts";
import { defineRoute } from "../route.ts";

const Source = Rendition.pick({ format: true, density: true, widthPx: true, heightPx: true, contentType: true }).extend(
  {
    url: z.string(),
  },
);

const Artwork = z.object({
  titleId: TitleId,
  creativeId: CreativeId,
  clusterId: ClusterId,
  channel: ChannelName,
  locale: Locale.meta({ description: "The language of the picture's title; the asked one where it exists." }),
  image: Source.meta({ description: "The one for a plain `<img>`: WebP, or JPEG for a channel without it." }),
  sources: z.array(Source).meta({ description: "Every file of the same picture, for `<picture>` and `srcset`." }),
  thumbHash: z.string().meta({ description: "A placeholder, base64: https://evanw.github.io/thumbhash." }),
  dominant: z.string().meta({ description: "#rrggbb, for what is shown before anything else." }),
  copy: ChannelCopy.nullable(),
  aiGenerated: z.literal(true),
  digitalSourceType: DigitalSourceType.meta({
    description: "What the files themselves say they are (IPTC NewsCodes).",
  }),
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
      density: z
        .enum(["1", "2"])
        .transform((text) => Density.parse(Number(text)))
        .optional()
        .meta({ description: "For `image`; the nearest that there is." }),
      format: Format.optional().meta({
        description: "For `image`; WebP, then JPEG, where the channel does not have it.",
      }),
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
      density: query.density,
      format: query.format,
    };
    const { claim, creative, rendition, sources, copy, eligible } = decider.decide(question, now());
    return {
      titleId: claim.titleId,
      creativeId: creative.id,
      clusterId: claim.clusterId,
      channel: claim.channel,
      locale: rendition.locale,
      image: sourceOf(rendition),
      sources: sources.map(sourceOf),
      thumbHash: rendition.thumbHash,
      dominant: rendition.dominant,
      copy: copy && copyOf(copy, claim.channel),
      aiGenerated: true as const,
      digitalSourceType: creative.digitalSourceType,
      propensity: claim.propensity,
      eligible: [...eligible],
      policyVersion: claim.policyVersion,
      token: tokens.sign(claim),
    };
  },
});

const sourceOf = ({ blob, format, density, widthPx, heightPx, contentType }: Rendition): z.infer<typeof Source> => ({
  url: `/images/${blob}.${FORMATS[format].extension}`,
  format,
  density,
  widthPx,
  heightPx,
  contentType,
});
