import { SingleBar } from "cli-progress";
import { PaceMeter } from "../demo/pace.ts";
import { isWorthALine } from "../demo/progress.ts";
import { seconds } from "../demo/words.ts";
import { bytesInWords } from "./words.ts";

/** How far a copy of bytes is; `total` is null while nobody knows. */
export type Step = { readonly what: string; readonly done: number; readonly total: number | null };

export type ByteBar = { to(step: Step): void; end(): void };

/** A bar that redraws itself on a terminal, and now and then a plain line anywhere else. */
export function byteBar(stream: NodeJS.WriteStream, label: string): ByteBar {
  let meter: PaceMeter | null = null;
  let start = 0;
  const view = stream.isTTY ? terminalView(stream, label) : plainView(stream, label);
  return {
    to: (step) => {
      const nowMs = performance.now();
      if (meter === null) {
        // What an earlier pull brought says nothing about how fast this one is.
        start = step.done;
        meter = new PaceMeter((step.total ?? 0) - start, nowMs);
      }
      const pace = meter.at(nowMs, step.done - start);
      view.show(step, lineOf(step, pace), nowMs);
    },
    end: () => view.end(),
  };
}

type Pace = ReturnType<PaceMeter["at"]>;

/** `12 MB of 40 MB, 5.1 MB/s, 6 s left, unet/model.onnx` */
export function lineOf({ what, done, total }: Step, { perSecond, remainingMs }: Pace): string {
  const parts = [total === null ? bytesInWords(done) : `${bytesInWords(done)} of ${bytesInWords(total)}`];
  if (perSecond !== null) parts.push(`${bytesInWords(perSecond)}/s`);
  if (remainingMs !== null && total !== null && done < total) parts.push(`${seconds(remainingMs)} left`);
  return [...parts, what].filter(Boolean).join(", ");
}

type View = { show(step: Step, line: string, nowMs: number): void; end(): void };

const shareOf = ({ done, total }: Step): number => (total === null ? 0 : total === 0 ? 1 : Math.min(1, done / total));

const BAR = 24;

function terminalView(stream: NodeJS.WriteStream, label: string): View {
  let line = "";
  // However the process ends, the terminal gets its cursor back.
  process.once("exit", () => stream.write("\u001b[?25h"));
  const bar = new SingleBar({
    stream,
    format: (_options, params) => {
      const done = Math.min(1, params.progress);
      const drawn = "█".repeat(Math.round(done * BAR)).padEnd(BAR, "░");
      const share = `${Math.floor(done * 100)}`.padStart(4);
      return `${label} ${drawn}${share} % ${line}`.slice(0, (stream.columns || 80) - 1);
    },
    hideCursor: true,
    gracefulExit: false,
    linewrap: true,
    fps: 8,
  });
  let isShown = false;
  return {
    show: (step, text) => {
      line = text;
      if (!isShown) bar.start(1, 0);
      isShown = true;
      bar.update(shareOf(step));
    },
    end: () => {
      if (isShown) bar.stop();
      isShown = false;
    },
  };
}

function plainView(stream: NodeJS.WriteStream, label: string): View {
  let printed = { share: 0, atMs: performance.now() };
  return {
    show: (step, line, nowMs) => {
      const share = shareOf(step);
      const isWhole = step.total !== null && step.done >= step.total && printed.share < 1;
      if (!isWhole && !isWorthALine(printed, { share, atMs: nowMs })) return;
      printed = { share, atMs: nowMs };
      const percent = step.total === null ? "" : `${Math.floor(share * 100)} %, `;
      stream.write(`${label}: ${percent}${line}\n`);
    },
    end: () => {},
  };
}
