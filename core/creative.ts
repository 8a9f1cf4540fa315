import { z } from "zod";
import { AttributeProbabilities, Attributes, Concept, Genre, Locale } from "./attributes.ts";
import { Brand } from "./brand.ts";
import { ChannelName, Channels, Density, FORMATS, Format, Formats, type Shape } from "./channel.ts";
import { ClusterId } from "./cluster.ts";
import { Copy } from "./copy.ts";
import type { Fingerprints } from "./fingerprint.ts";
import { BlobName, type Pixels, type Region } from "./picture.ts";
import { Pull } from "./pull.ts";
import type { Rejection } from "./rejection.ts";
import { TITLE_TERMS, TitleId, TitleText } from "./title.ts";

export const CreativeId = z
  .string()
  .regex(/^crv_[0-9a-f]{16}$/, "must look like crv_ and 16 hexadecimal digits")
  .brand<"CreativeId">();
export type CreativeId = z.infer<typeof CreativeId>;

/** All that is needed to make one creative, and nothing else. */
export const Brief = z.strictObject({
  creativeId: CreativeId,
  titleId: TitleId,
  /** `null`: the control artwork, made for nobody in particular. */
  clusterId: ClusterId.nullable(),
  seed: z.int().min(0).max(0xffff_ffff),
  concepts: z.array(Concept).min(1).max(4),
  genres: z.array(Genre).min(1).max(4),
  /** Where it will be shown; nothing else is painted or rendered. */
  channels: Channels.default([...ChannelName.options]),
  /** Absent: all. */
  formats: Formats.optional(),
  year: z.int().optional(),
  attributes: Attributes,
  probabilities: AttributeProbabilities,
  texts: z.partialRecord(Locale, TitleText),
  ...TITLE_TERMS,
  /** Absent: a workspace without a brand. */
  brand: Brand.optional(),
});
export type Brief = z.infer<typeof Brief>;

/** One gate's finding. A creative with a failed gate is never shown to anybody. */
export const Check = z.strictObject({
  gate: z.string(),
  /** The shape, channel or language that was measured; absent: the whole creative. */
  where: z.string().optional(),
  passed: z.boolean(),
  measured: z.number(),
  limit: z.number(),
  /** What no number says: the character that no font has, the sibling that it is like. */
  detail: z.string().optional(),
});
export type Check = z.infer<typeof Check>;

// Types grow along the pipeline; each is complete.
/** A scene in one shape, with its subject, and the faces and the like in it: what every crop holds and no title covers. */
export type Master = Pixels & {
  readonly subject: Region;
  readonly keep: readonly Region[];
  /** Absent: nothing in it is anybody's own. */
  readonly brought?: Brought;
};
/**
 * A subject that nothing may alter, of its master's size: the picture that was brought, how much of each pixel is the
 * subject (0..255), and what lies under it and may be painted.
 */
export type Brought = { readonly data: Uint8Array; readonly mask: Uint8Array; readonly ground: Uint8Array };
/** One master a shape, for the shapes that the brief's channels are cut from. */
export type Masters = Readonly<Partial<Record<Shape, Master>>>;
export type Sketched = { readonly brief: Brief; readonly storyboards: Masters };
export type Painted = { readonly brief: Brief; readonly pictures: Masters };
export type Inspected = Sketched & Painted & { readonly checks: readonly Check[]; readonly fingerprints: Fingerprints };
/** How a title was set in one frame; regions are shares of it. */
export type SetTitle = {
  readonly channel: ChannelName;
  readonly density: Density;
  readonly locale: Locale;
  /** Lowest WCAG ratio of a letter to what lies behind it, 1..21. */
  readonly contrast: number;
  /** Height of the capitals, and the least that the frame allows, in pixels. */
  readonly capPx: number;
  readonly leastCapPx: number;
  /** Mean breadth of the name's strokes, in pixels. */
  readonly strokePx: number;
  /** What its contrast took: nothing, another place, less light on its side, or a soft cloud behind it as well. */
  readonly step: "none" | "moved" | "graded" | "scrim";
  /** Share of the ink's box over regions to keep, 0..1. */
  readonly overKept: number;
  /** All that was set, and the name alone. */
  readonly ink: Region;
  readonly name: Region;
};
/** One file: the frame of one channel, in one density and format, titled in one language. */
export type EncodedRendition = Omit<Rendition, "blob" | "byteLength"> & { readonly bytes: Uint8Array };
export type Styled = Painted & { readonly renditions: readonly EncodedRendition[] };
export type Titled = Styled & { readonly titles: readonly SetTitle[] };
export type Captioned = Styled & {
  readonly copy: Readonly<Partial<Record<Locale, Copy>>>;
  /** See `Provenance.echoes`. */
  readonly echoes: readonly number[];
};
/** `proof` is absent where nothing signs. */
export type Proved = Captioned & { readonly proof?: Proof };
export type Checked = Captioned & { readonly checks: readonly Check[] };

/** Who signed a creative's files, and what they were before. */
export const Proof = z.strictObject({
  algorithm: z.enum(["ed25519", "es256", "es384", "ps256"]),
  /** SHA-256 of the leaf certificate in DER. */
  certificate: z.string().regex(/^[0-9a-f]{64}$/),
  /**
   * For each file in the order of making, the first 16 digits of its SHA-256 without the manifest: what stays the same
   * when it is signed with another key.
   */
  unsigned: z.array(z.string().regex(/^[0-9a-f]{16}$/)),
});
export type Proof = z.infer<typeof Proof>;

/** How a creative came to be: with the brief it is enough to make the same bytes again. */
export const Provenance = z.strictObject({
  prompt: z.string(),
  stages: z.record(z.string(), z.int()),
  /** Versions of the libraries that drew and encoded. */
  libraries: z.record(z.string(), z.string()).optional(),
  imageModel: z.strictObject({ id: z.string(), sha256: z.string() }),
  textModel: z.strictObject({ id: z.string(), sha256: z.string() }),
  /** What found the subject of key art, where a network did. */
  cutter: z.strictObject({ id: z.string(), sha256: z.string() }).optional(),
  /** They decide whether another seed is tried. */
  judges: z.array(z.strictObject({ id: z.string(), sha256: z.string() })).optional(),
  /** Absent: the files carry the AI label and no signature. */
  proof: Proof.optional(),
  /** Which try it was that passed, 0 for the first, and that try's seed; a later one has its own, derived from the brief's. */
  retry: z.int().min(0).optional(),
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  /**
   * What its candidates shared with the words of other creatives of the title, as hashes of three words in a row: all
   * that the choice of its own words knew of theirs.
   */
  echoes: z.array(z.int().min(0).max(0xffff_ffff)).optional(),
  /** Milliseconds spent in each stage. */
  stageMs: z.record(z.string(), z.number()),
});
export type Provenance = z.infer<typeof Provenance>;

/** What leaves the pipeline and is kept. */
export type MadeCreative = {
  readonly creativeId: CreativeId;
  readonly renditions: readonly EncodedRendition[];
  readonly copy: Readonly<Partial<Record<Locale, Copy>>>;
  readonly checks: readonly Check[];
  /** What its paintings look like, by shape: no sibling may look the same. */
  readonly fingerprints: Fingerprints;
  /** What the tries before this one did not pass, and this one when it was the last. */
  readonly rejections: readonly Rejection[];
  readonly provenance: Provenance;
};

/** A rendition as kept: `blob` is the sha256 of its bytes and its name in the blob store. */
export const Rendition = z.strictObject({
  channel: ChannelName,
  locale: Locale,
  density: Density,
  format: Format,
  blob: BlobName,
  widthPx: z.int(),
  heightPx: z.int(),
  byteLength: z.int(),
  contentType: z.enum(Format.options.map((format) => FORMATS[format].contentType)),
  /** What its encoder was told, on that encoder's own scale of 0..100. */
  quality: z.int().min(0).max(100),
  /** How like the file is to the picture that was encoded: multi-scale structural similarity of luma, 0..1. */
  score: z.number(),
  /** Lowest contrast (WCAG ratio, 1..21) of the title against what lies behind it. */
  contrast: z.number(),
  /** A placeholder of about 25 bytes, in base64: https://evanw.github.io/thumbhash. */
  thumbHash: z.string(),
  /** The colour that the picture is remembered by, for what is shown before even the placeholder. */
  dominant: z.string().regex(/^#[0-9a-f]{6}$/),
});
export type Rendition = z.infer<typeof Rendition>;

/** How they follow one another is drawn in review.ts. `live` is never stored: it is what `approved` looks like from outside. */
export const CreativeStatus = z.enum([
  "draft",
  "in-review",
  "approved",
  "live",
  "rejected",
  "refused",
  "failed",
  "retired",
]);
export type CreativeStatus = z.infer<typeof CreativeStatus>;

/** One artwork with its copy: an arm of its title's experiment. */
export const Creative = z.strictObject({
  id: CreativeId,
  titleId: TitleId,
  clusterId: ClusterId.nullable(),
  jobId: z.string(),
  status: CreativeStatus,
  /** The creative that it was made anew from, and that is retired when this one is approved. */
  replaces: CreativeId.nullable(),
  /** Why it was rejected, refused, failed or retired. */
  reason: z.string().nullable(),
  /** Not null: in no answer, whatever its status. */
  pull: Pull.nullable(),
  /** Channels in which answers may show it now. */
  liveIn: z.array(ChannelName),
  /** Channels in which it needs no person's approval, by the workspace's setting when it was made. */
  autoApproved: z.array(ChannelName),
  brief: Brief,
  copy: z.partialRecord(Locale, Copy),
  checks: z.array(Check),
  provenance: Provenance.nullable(),
  renditions: z.array(Rendition),
});
export type Creative = z.infer<typeof Creative>;
