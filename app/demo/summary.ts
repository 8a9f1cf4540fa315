import type { TitleText } from "../../core/title.ts";
import { attributesInShort, type CellResult, type DemoResult, foundIn, type Lift } from "./result.ts";
import { count, countOf, percent, rate, seconds, signedPercent } from "./words.ts";

/** The result as text for a terminal of so many columns: a table of winners, then the figures. */
export function summaryLines(result: DemoResult, columns = 200): string[] {
  const table = tableLines(result.cells);
  const fits = table.every((line) => line.length <= columns);
  return [...(fits ? table : stackedLines(result.cells)), "", ...figureLines(result)];
}

type Column = { readonly head: string; readonly cell: (cell: CellResult) => string };

const COLUMNS: readonly Column[] = [
  { head: "audience", cell: ({ cluster }) => cluster.name },
  { head: "verdict", cell: ({ decided }) => (decided ? "winner" : "leader") },
  { head: "artwork", cell: ({ pick }) => attributesInShort(pick.creative) },
  { head: "click rate", cell: rateText },
  { head: "over control", cell: ({ liftOverControl }) => liftText(liftOverControl) },
  { head: "over best for all", cell: ({ liftOverBestForEverybody }) => liftText(liftOverBestForEverybody) },
  { head: "in truth", cell: truthText },
];

function tableLines(cells: readonly CellResult[]): string[] {
  const rows = cells.map((cell) => COLUMNS.map((column) => column.cell(cell)));
  const widths = COLUMNS.map(({ head }, i) => Math.max(head.length, ...rows.map((row) => (row[i] as string).length)));
  const line = (texts: readonly string[]) =>
    `  ${texts.map((text, i) => text.padEnd(widths[i] as number)).join("  ")}`.trimEnd();
  const lines = [line(COLUMNS.map(({ head }) => head))];
  for (const [i, cell] of cells.entries()) {
    if (cell.title !== cells[i - 1]?.title) lines.push(nameOf(cell));
    lines.push(line(rows[i] as string[]));
  }
  return lines;
}

/** The table for narrow terminals: a few short lines for each audience. */
const stackedLines = (cells: readonly CellResult[]): string[] =>
  cells.flatMap((cell, i) => [
    ...(cell.title !== cells[i - 1]?.title ? [nameOf(cell)] : []),
    `  ${cell.cluster.name}: ${cell.decided ? "winner" : "leader"} ${attributesInShort(cell.pick.creative)}`,
    `    click rate ${rateText(cell)}, in truth ${truthText(cell)}`,
    `    over control ${liftText(cell.liftOverControl)}`,
    `    over best for all ${liftText(cell.liftOverBestForEverybody)}`,
  ]);

const nameOf = ({ title }: CellResult): string =>
  title.texts.en?.name ?? (Object.values(title.texts)[0] as TitleText).name;

function rateText({ pick }: CellResult): string {
  return `${percent(pick.rate)} (${(pick.low * 100).toFixed(1)}..${(pick.high * 100).toFixed(1)})`;
}

const liftText = (lift: Lift | null): string =>
  lift
    ? `${shortLift(lift.ratio)} % (${shortLift(lift.low)}..${shortLift(lift.high)})`
    : "is the same or not known yet";

const shortLift = (lift: number): string => (lift > 9.99 ? ">+999" : signedPercent(lift).replace(" %", ""));

function truthText({ grade }: CellResult): string {
  return grade.exact ? "best of all" : grade.near ? "within 10 %" : "not found";
}

function figureLines({ cells, played, order, notMade, work, requestsRepeated, times }: DemoResult): string[] {
  const { ledger, tookMs, eventsKept } = played;
  const found = foundIn(cells);
  const [first, last] = [ledger.firstTenth, ledger.lastTenth];
  const [before, after] = [first.clicks / first.visits, last.clicks / last.visits];
  const lines = [
    `Winners        ${found.decided} of ${found.cells} declared; the others still lead without proof`,
    `Hidden truth   the best artwork of all found in ${found.exact} of ${found.cells}, one within 10 % of its rate in ${found.near}`,
    `Learning       click rate ${percent(before, 2)} in the first tenth of the visits, ${percent(after, 2)} in the last ` +
      `(${signedPercent(after / before - 1)}); always choosing right would give ${percent(last.best, 2)}, ` +
      `the best one for all ${percent(last.bestForEverybody, 2)}, the control ${percent(last.control, 2)}`,
    `Audience       simulated: ${countOf(ledger.visits, "impression")}, ${countOf(ledger.clicks, "click")}, ` +
      `${countOf(ledger.versions, "policy version")}, ${rate((ledger.visits / tookMs) * 1_000)} decisions/s with their events ` +
      `(${count(eventsKept)} events kept)`,
    `Artwork        ${countOf(order.creatives, "creative")}, ${rate(work.creativesPerMinute)} a minute; time: ` +
      `${percent(work.model, 0)} models, ${percent(work.sharp, 0)} sharp, ${percent(work.checks, 0)} checks, ` +
      `${percent(work.elsewhere, 0)} elsewhere (queue, files, rows, start-up)`,
    `Time           ${times.map(({ label, ms }) => `${label.toLowerCase()} ${seconds(ms)}`).join(", ")}`,
  ];
  if (requestsRepeated > 0) lines.push(`Repeated       ${countOf(requestsRepeated, "request")} had to be sent again`);
  for (const [reason, some] of Map.groupBy(
    notMade,
    ({ status, reason }) => `${status}: ${reason ?? "no reason given"}`,
  ))
    lines.push(`Not shown      ${countOf(some.length, "creative")} ${reason}`);
  return lines;
}
