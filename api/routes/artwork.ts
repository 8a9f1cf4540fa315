import { z } from "zod";
import { Locale } from "../../core/attributes.ts";
import { ChannelName, Density, FORMATS, Format } from "../../core/channel.ts";
import { ClusterId, UserId } from "../../core/cluster.ts";
import { Daypart, Device, daypartOf } from "../../core/context.ts";
import { ChannelCopy, copyOf } from "../../core/copy.ts";
import { CreativeId, Rendition } from "../../core/creative.ts";
import { DigitalSourceType } from "../../core/digital-source.ts";
import { AppError, ERRORS } from "../../core/errors.ts";
import { Basis } from "../../core/event.ts";
import { TitleId } from "../../core/title.ts";
import type { Asker } from "../decide.ts";
import type { Decision } from "../decision.ts";
import { Problem } from "../problem.ts";
import { defineRoute } from "../route.ts";
import type { TokenSigner } from "../token.ts";

/** A page shows fewer at a time. */
const MOST_TITLES = 100;

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
  basis: Basis.meta({
    description:
      "How it came to be chosen: drawn by the policy, for `novelty` or to differ in its `row`; or held: in the `holdout`, " +
      "`kept` because the user's changes are spent, `locked` by a play, `fixed` by the experiment, or a `fallback`.",
  }),
  eligible: z.array(CreativeId).meta({ description: "The arms that could have been chosen." }),
  policyVersion: z.int(),
  token: z.string().meta({ description: "Send it back with the exposure and the click." }),
});

/** Who asks and where, as a query and as a body: a query's numbers are texts. */
const asked = (density: z.ZodType<Density>, hour: z.ZodType<number>, novelty: z.ZodType<number>) => ({
  user: UserId.optional(),
  cluster: ClusterId.optional(),
  channel: ChannelName.default("web"),
  locale: Locale.default("en"),
  density: density.optional().meta({ description: "For `image`; the nearest that there is." }),
  format: Format.optional().meta({
    description: "For `image`; WebP, then JPEG, where the channel does not have it.",
  }),
  device: Device.optional().meta({ description: "What the artwork is seen on." }),
  hour: hour.optional().meta({ description: "Of the viewer's own clock, 0 to 23; or say the `daypart`." }),
  daypart: Daypart.optional().meta({ description: "Of the viewer's own clock; or say the `hour`." }),
  novelty: novelty.optional().meta({
    description: "How gladly the user sees artwork that is unlike what the cluster likes, 0 to 1; left out: 0.5.",
  }),
});

const Hour = z.int().min(0).max(23);
const Novelty = z.number().min(0).max(1);
const Query = z
  .strictObject(
    asked(
      z.enum(["1", "2"]).transform((text) => Density.parse(Number(text))),
      z
        .string()
        .regex(/^\d{1,2}$/, "must be a whole number from 0 to 23")
        .transform(Number)
        .pipe(Hour),
      z
        .string()
        .regex(/^[01](\.\d{1,9})?$/, "must be a number from 0 to 1")
        .transform(Number)
        .pipe(Novelty),
    ),
  )
  .superRefine(whoAndWhen);

const Body = z
  .strictObject({
    titles: z
      .array(TitleId)
      .min(1)
      .max(MOST_TITLES)
      .refine((titles) => new Set(titles).size === titles.length, "names a title twice")
      .meta({ description: "In the order in which they are shown." }),
    diverse: z.boolean().default(true).meta({
      description: "Whether artwork turns from what the two before it look like: palette, mood and composition.",
    }),
    ...asked(Density, Hour, Novelty),
  })
  .superRefine(whoAndWhen);

function whoAndWhen(
  { user, cluster, hour, daypart }: Partial<Record<"user" | "cluster" | "hour" | "daypart", unknown>>,
  context: z.core.$RefinementCtx,
): void {
  const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
  if (user === undefined && cluster === undefined) refuse("user", "name a `user` or a `cluster`");
  if (hour !== undefined && daypart !== undefined) refuse("daypart", "say the `hour` or the `daypart`, not both");
}

const askerOf = (asked: z.output<typeof Query>): Asker => ({
  user: asked.user ?? null,
  cluster: asked.cluster ?? null,
  channel: asked.channel,
  locale: asked.locale,
  density: asked.density,
  format: asked.format,
  novelty: asked.novelty,
  context: {
    device: asked.device,
    daypart: asked.daypart ?? (asked.hour === undefined ? undefined : daypartOf(asked.hour)),
  },
});

export const decideArtwork = defineRoute({
  method: "get",
  path: "/v1/artwork/{title}",
  summary: "The artwork and copy for one user, or for a cluster, answered from memory.",
  scope: "artwork:read",
  params: z.strictObject({ title: TitleId }),
  query: Query,
  reply: Artwork,
  errors: ["no_artwork", "cluster_not_found"],
  handle: async ({ params, query }, { decider, tokens, now }) =>
    artworkOf(decider.decide({ ...askerOf(query), titleId: params.title }, now()), tokens),
});

export const decideRow = defineRoute({
  method: "post",
  path: "/v1/artwork",
  summary:
    "The artwork and copy for a row of titles, for one user or a cluster, answered from memory: neighbours look different.",
  scope: "artwork:read",
  body: Body,
  reply: z.object({
    items: z
      .array(
        z.object({
          titleId: TitleId,
          artwork: Artwork.nullable(),
          error: Problem.shape.error.pick({ code: true, message: true }).nullable(),
        }),
      )
      .meta({ description: "One a title, in the order that was asked; either is null." }),
  }),
  errors: ["cluster_not_found"],
  handle: async ({ body }, { decider, tokens, now }) => {
    const row = { asker: askerOf(body), titles: body.titles, diverse: body.diverse };
    const items = decider.decideRow(row, now()).map((answer, i) => {
      const titleId = body.titles[i] as TitleId;
      if (answer instanceof AppError) {
        const { code } = answer;
        return { titleId, artwork: null, error: { code, message: ERRORS[code].say } };
      }
      return { titleId, artwork: artworkOf(answer, tokens), error: null };
    });
    return { items };
  },
});

function artworkOf(decision: Decision, tokens: TokenSigner): z.input<typeof Artwork> {
  const { claim, creative, rendition, sources, copy, eligible } = decision;
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
    basis: claim.basis,
    eligible: [...eligible],
    policyVersion: claim.policyVersion,
    token: tokens.sign(claim),
  };
}

const sourceOf = ({ blob, format, density, widthPx, heightPx, contentType }: Rendition): z.infer<typeof Source> => ({
  url: `/images/${blob}.${FORMATS[format].extension}`,
  format,
  density,
  widthPx,
  heightPx,
  contentType,
});
