import { z } from "zod";
import { ChannelName } from "./channel.ts";

/** The texts that a network writes. */
export const WrittenKind = z.enum(["headline", "description", "subject", "preheader", "push"]);
export type WrittenKind = z.infer<typeof WrittenKind>;

/** All texts of a creative: the call to action comes from a reviewed list, the alternative text from the brief. */
export const CopyKind = z.enum([...WrittenKind.options, "cta", "alt"]);
export type CopyKind = z.infer<typeof CopyKind>;

/**
 * Where a text comes from. `model`: written by the text model; `synopsis`: taken from the title's own synopsis, or
 * shortened from it; `phrases`: chosen from the reviewed list; `brief`: put together from what the brief says.
 */
export const CopySource = z.enum(["model", "synopsis", "phrases", "brief"]);
export type CopySource = z.infer<typeof CopySource>;

/** One text, with every channel that shows it. */
export const CopyLine = z.strictObject({
  kind: CopyKind,
  channels: z.array(ChannelName).min(1),
  text: z.string(),
  source: CopySource,
  /** How well it ranked, 0..1; absent where nothing was ranked. */
  score: z.number().min(0).max(1).optional(),
  /** Only where no candidate passed, so that the synopsis stands in: the gates that refused them, hardest first. */
  failed: z.array(z.string()).optional(),
});
export type CopyLine = z.infer<typeof CopyLine>;

/** The words of one creative in one language. */
export const Copy = z.strictObject({
  lines: z.array(CopyLine),
  /** Candidates that were judged. */
  judged: z.int().min(0),
  /** How many of them each gate refused; one candidate may break several. */
  refused: z.record(z.string(), z.int().min(1)),
});
export type Copy = z.infer<typeof Copy>;

/** What one channel shows of it. */
export const ChannelCopy = z.object({
  headline: z.string(),
  description: z.string(),
  cta: z.string().meta({ description: "The words on the button." }),
  alt: z.string().meta({ description: "What the picture shows, for people who do not see it." }),
  subject: z.string().optional().meta({ description: "Of an e-mail." }),
  preheader: z.string().optional().meta({ description: "The line that mail programs show after the subject." }),
  push: z.string().optional().meta({ description: "The body of a push notification." }),
});
export type ChannelCopy = z.infer<typeof ChannelCopy>;

/** The texts of one channel; a kind that the channel has no place for is left out. */
export function copyOf(copy: Copy, channel: ChannelName): ChannelCopy {
  const said = (kind: CopyKind) => copy.lines.find((line) => line.kind === kind && line.channels.includes(channel));
  const optional = (["subject", "preheader", "push"] as const).flatMap((kind) => {
    const line = said(kind);
    return line ? [[kind, line.text] as const] : [];
  });
  return {
    headline: said("headline")?.text ?? "",
    description: said("description")?.text ?? "",
    cta: said("cta")?.text ?? "",
    alt: said("alt")?.text ?? "",
    ...Object.fromEntries(optional),
  };
}
