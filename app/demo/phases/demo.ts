import type { Cast } from "../cast.ts";
import type { Api } from "../http.ts";
import type { Progress } from "../progress.ts";
import type { Scale } from "../settings.ts";

/** What every phase works with. */
export type Demo = {
  readonly api: Api;
  readonly cast: Cast;
  readonly scale: Scale;
  readonly progress: Progress;
  /** Aborted when the demo is to end now. */
  readonly signal: AbortSignal;
};
