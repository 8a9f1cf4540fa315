import type { Locale } from "../../core/attributes.ts";
import { CHANNELS, type ChannelName } from "../../core/channel.ts";
import { type Copy, type CopyKind, type CopyLine, WrittenKind } from "../../core/copy.ts";
import type { Brief } from "../../core/creative.ts";
import type { TextModel } from "../../core/ports.ts";
import type { TitleText } from "../../core/title.ts";
import { altOf } from "./alt.ts";
import { askFor } from "./ask.ts";
import { callOf } from "./call.ts";
import { runsOf } from "./echo.ts";
import { editsOf } from "./edits.ts";
import { sentenceCase } from "./facts.ts";
import { type Candidate, type Judged, judgedOf } from "./gate.ts";

import { judgeAll, lineFor, type Verdict } from "./pick.ts";
import { graphemeCount } from "./script.ts";

export type WriteTools = {
  readonly model: TextModel;
  /** The channels that were ordered. */
  readonly channels: readonly ChannelName[];
  /** What the title's other creatives say; see `runsOf`. */
  readonly said: ReadonlySet<number>;
};

/** Channels with the same room for a text. */
type Place = { readonly most: number; readonly channels: readonly ChannelName[] };

/**
 * Writes all texts of one creative in one language.
 *
 * @returns the words, and what the candidates shared with `said`: given in its place, it gives the same words
 */
export async function writeCopy(
  brief: Brief,
  locale: Locale,
  text: TitleText,
  { model, channels, said }: WriteTools,
  signal: AbortSignal,
): Promise<{ readonly copy: Copy; readonly echoes: readonly number[] }> {
  const judged = judgedOf(brief, locale, text, said);
  const { facts, synopsis } = judged;
  const verdicts: Verdict[] = [];
  const lines: CopyLine[] = [];
  for (const kind of WrittenKind.options) {
    const places = placesOf(kind, channels);
    const [widest] = places;
    if (!widest) continue;
    const written = await askFor(kind, { brief, locale, facts, synopsis }, model, signal);
    const candidates: Candidate[] = [
      ...written.map((one) => ({ kind, text: sentenceCase(one, facts), source: "model" as const })),
      ...editsOf(synopsis, locale, widest.most).map((one) => ({ kind, text: one, source: "synopsis" as const })),
    ];
    const told = new Set(lines.flatMap((line) => runsOf(line.text, facts)));
    const ofKind = judgeAll(candidates, judged, widest.most, told);
    verdicts.push(...ofKind);
    lines.push(...linesOf(kind, places, (most) => lineFor({ kind, most, verdicts: ofKind, brief, judged })));
  }
  lines.push(...linesOf("cta", placesOf("cta", channels), (most) => callOf(brief, judged, most)));
  lines.push(...linesOf("alt", placesOf("alt", channels), (most) => altLine(brief, judged, most)));
  return { copy: { lines, judged: verdicts.length, refused: countsOf(verdicts) }, echoes: echoesOf(verdicts, judged) };
}

/** The widest first, so that a text which fits the tightest too is found before another is looked for. */
function placesOf(kind: CopyKind, channels: readonly ChannelName[]): Place[] {
  const byLength = Map.groupBy(channels, (channel) => CHANNELS[channel].texts[kind]);
  return [...byLength]
    .flatMap(([most, of]) => (most === undefined ? [] : [{ most, channels: of }]))
    .sort((one, other) => other.most - one.most);
}

type Unplaced = Omit<CopyLine, "kind" | "channels">;

/** A text serves every place that it fits; a tighter place gets its own. */
function linesOf(kind: CopyKind, places: readonly Place[], write: (most: number) => Unplaced): CopyLine[] {
  const lines: { line: Unplaced; channels: ChannelName[] }[] = [];
  for (const { most, channels } of places) {
    const fitting = lines.find(({ line }) => graphemeCount(line.text) <= most);
    if (fitting) fitting.channels.push(...channels);
    else lines.push({ line: write(most), channels: [...channels] });
  }
  return lines.map(({ line, channels }) => ({ kind, channels, ...line }));
}

function altLine(brief: Brief, { locale, facts }: Judged, most: number): Unplaced {
  return { text: altOf(brief, locale, facts.title, most), source: "brief" };
}

function countsOf(verdicts: readonly Verdict[]): Record<string, number> {
  const gates = verdicts.flatMap(({ faults }) => [...new Set(faults.map(({ gate }) => gate))]).sort();
  const counts: Record<string, number> = {};
  for (const gate of gates) counts[gate] = (counts[gate] ?? 0) + 1;
  return counts;
}

const echoesOf = (verdicts: readonly Verdict[], { facts, said }: Judged): number[] => {
  const texts = verdicts.map(({ candidate }) => candidate.text);
  const runs = texts.flatMap((text) => [...runsOf(text, facts), ...runsOf(text, facts, "lead")]);
  return [...new Set(runs.filter((run) => said.has(run)))].sort((one, other) => one - other);
};
