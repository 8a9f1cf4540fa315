import { UsageError } from "../usage.ts";

/** Decimal megabytes, as disks and hubs count them: `2.8 MB`, `1.4 GB`. */
export function bytesInWords(bytes: number): string {
  if (bytes < 999.5) return `${Math.round(bytes)} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${value >= 99.5 ? Math.round(value) : Number(value.toPrecision(2))} ${units[unit]}`;
}

/** Rows under each other; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

/** @throws UsageError naming the option */
export function numberOf(option: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new UsageError(`${option} must be a number from ${least} to ${most}.`);
  return value;
}

export function wholeOf(option: string, text: string | undefined, least: number, most: number): number | undefined {
  const value = numberOf(option, text, least, most);
  if (value !== undefined && !Number.isInteger(value)) throw new UsageError(`${option} must be a whole number.`);
  return value;
}

/** `a,b` is two; nothing is none. */
export const listOf = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** @throws UsageError where one is not `path=sha256` */
export function pinsOf(pins: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pins.map((pin) => {
      const [, path, sha256] = /^(.+)=([0-9a-f]{64})$/i.exec(pin) ?? [];
      if (!path || !sha256) throw new UsageError(`--pin ${pin} must be PATH=SHA256, 64 hexadecimal digits.`);
      return [path, sha256.toLowerCase()] as const;
    }),
  );
}
