/** Numbers as people read them; `signed` shows a plus. The page and the terminal write them alike. */

const counted = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export const count = (value: number): string => counted.format(value);

/** `singular` with an s, unless there is one. */
export const countOf = (value: number, singular: string): string =>
  `${count(value)} ${singular}${value === 1 ? "" : "s"}`;

/** A share as a percentage: 0.0834 is "8.3 %". */
export const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;

/** A change as a percentage: 0.18 is "+18 %", and a real minus for losses. */
export const signedPercent = (change: number, digits = 0): string => {
  const text = (change * 100).toFixed(digits);
  return Number(text) < 0 ? `−${text.slice(1)} %` : `+${text.replace("-", "")} %`;
};

/** Three digits are enough of a rate: 0.042, 3.25, 17.8, 1,843. */
export const rate = (value: number): string => (value >= 100 ? count(value) : Number(value.toPrecision(3)).toString());

export const seconds = (ms: number): string => {
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const whole = Math.round(ms / 1_000);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};
