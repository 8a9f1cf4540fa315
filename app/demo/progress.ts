import { SingleBar } from "cli-progress";
import { type Pace, PaceMeter } from "./pace.ts";
import { sentenceOf } from "./sentence.ts";
import { count, countOf, rate, seconds } from "./words.ts";

/** One phase's progress. `note` is a few words that change under way. */
export type Bar = { to(value: number, note?: string): void };

export type Phase = { readonly label: string; readonly total: number; readonly unit: string };

/** What a phase took, for the summary. */
export type PhaseTime = { readonly label: string; readonly ms: number };

export type Progress = {
  readonly times: readonly PhaseTime[];
  /** Shows a bar while `work` runs. It ends as full as `work` left it, also when `work` throws. */
  phase<Result>(phase: Phase, work: (bar: Bar) => Promise<Result>): Promise<Result>;
};

/** Bars that redraw themselves on a terminal, and now and then a plain line anywhere else. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  const times: PhaseTime[] = [];
  // However the process ends, the terminal gets its cursor back.
  if (stream.isTTY) process.once("exit", () => stream.write("\u001b[?25h"));
  return {
    times,
    phase: async (phase, work) => {
      const startMs = performance.now();
      const view = stream.isTTY ? terminalView(stream, phase) : plainView(stream, phase);
      const meter = new PaceMeter(phase.total, startMs);
      let state: State = { phase, value: 0, note: "", pace: { perSecond: null, remainingMs: null } };
      const tick = (value: number, note: string) => {
        state = { phase, value, note, pace: meter.at(performance.now(), value) };
        view.show(state, performance.now());
      };
      // A phase that waits for others must still count its time down.
      const timer = setInterval(() => tick(state.value, state.note), 500);
      try {
        const result = await work({ to: (value, note = state.note) => tick(value, note) });
        times.push({ label: phase.label, ms: performance.now() - startMs });
        view.end(state, performance.now() - startMs, true);
        return result;
      } catch (error) {
        view.end(state, performance.now() - startMs, false);
        throw new Error(`${phase.label} failed: ${sentenceOf(error)}`, { cause: error });
      } finally {
        clearInterval(timer);
      }
    },
  };
}

export type State = { readonly phase: Phase; readonly value: number; readonly note: string; readonly pace: Pace };

type View = { show(state: State, nowMs: number): void; end(state: State, tookMs: number, done: boolean): void };

const LABEL_WIDTH = 25;
// So that at 80 columns count, rate and remaining time fit.
const LEAST_BAR = 6;
const MOST_BAR = 24;
const DETAIL_WIDTH = 58;

function terminalView(stream: NodeJS.WriteStream, phase: Phase): View {
  let detail = "";
  const bar = new SingleBar({
    stream,
    format: (_options, params) => {
      const columns = stream.columns || 80;
      const size = Math.max(LEAST_BAR, Math.min(MOST_BAR, columns - LABEL_WIDTH - DETAIL_WIDTH - 8));
      const done = Math.min(1, params.progress);
      const drawn = "█".repeat(Math.round(done * size)).padEnd(size, "░");
      const share = `${Math.floor(done * 100)}`.padStart(4);
      return `${phase.label.padEnd(LABEL_WIDTH)}${drawn}${share} % ${detail}`.slice(0, columns - 1);
    },
    hideCursor: true,
    // Signals are the demo's own: it stops the bar, then the service.
    gracefulExit: false,
    linewrap: true,
    fps: 8,
  });
  bar.start(phase.total, 0);
  return {
    show: (state) => {
      detail = detailOf(state);
      bar.update(state.value);
    },
    end: (state, tookMs, done) => {
      detail = done ? doneDetail(state, tookMs) : "stopped";
      bar.update(state.value);
      bar.stop();
    },
  };
}

function plainView(stream: NodeJS.WriteStream, phase: Phase): View {
  let printed = { share: 0, atMs: performance.now() };
  stream.write(`${phase.label} ...\n`);
  return {
    show: (state, nowMs) => {
      const share = shareOf(state);
      if (!isWorthALine(printed, { share, atMs: nowMs })) return;
      printed = { share, atMs: nowMs };
      stream.write(`${plainLine(state)}\n`);
    },
    end: (state, tookMs, done) =>
      stream.write(`${phase.label}: ${done ? `done, ${doneDetail(state, tookMs)}` : "stopped"}\n`),
  };
}

// A log is read later: a line tells of a tenth more, never in a flood, and that the work goes on at all.
const LEAST_APART_MS = 2_000;
const MOST_APART_MS = 5_000;

export function isWorthALine(
  last: { readonly share: number; readonly atMs: number },
  now: { readonly share: number; readonly atMs: number },
): boolean {
  const apartMs = now.atMs - last.atMs;
  return apartMs >= MOST_APART_MS || (apartMs >= LEAST_APART_MS && now.share - last.share >= 0.1);
}

export const plainLine = (state: State): string =>
  `${state.phase.label}: ${Math.floor(shareOf(state) * 100)} %, ${detailOf(state)}`;

const shareOf = ({ phase, value }: State): number => (phase.total > 0 ? Math.min(1, value / phase.total) : 1);

// A few steps of unlike length have no rate, and nobody knows how long the next will take.
const LEAST_STEPS = 5;

function detailOf({ phase, value, note, pace }: State): string {
  const parts = [`${count(value)}/${countOf(phase.total, phase.unit)}`];
  if (phase.total < LEAST_STEPS) return [...parts, note].filter(Boolean).join(", ");
  if (pace.perSecond !== null) parts.push(rateOf(pace.perSecond));
  if (pace.remainingMs !== null && value < phase.total) parts.push(`${seconds(pace.remainingMs)} left`);
  if (note) parts.push(note);
  return parts.join(", ");
}

function doneDetail({ phase, value, note }: State, tookMs: number): string {
  const parts = [`${countOf(value, phase.unit)} in ${seconds(tookMs)}`];
  if (tookMs >= 2_000 && value >= LEAST_STEPS) parts.push(rateOf((value / tookMs) * 1_000));
  if (note) parts.push(note);
  return parts.join(", ");
}

/** Slow work reads better by the minute. */
const rateOf = (perSecond: number): string => (perSecond >= 5 ? `${rate(perSecond)}/s` : `${rate(perSecond * 60)}/min`);
