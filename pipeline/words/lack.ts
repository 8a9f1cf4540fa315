import { CHANNELS, type ChannelName } from "../../core/channel.ts";
import { type Copy, CopyKind } from "../../core/copy.ts";
import { graphemeCount } from "./script.ts";

/** What the channels have a place for and `copy` does not have, or has too long for it: «headline of push». */
export function copyLack(
  copy: Copy | undefined,
  channels: readonly ChannelName[],
): { readonly missing: readonly string[]; readonly over: readonly string[] } {
  const [missing, over]: [string[], string[]] = [[], []];
  for (const channel of channels) {
    for (const kind of CopyKind.options) {
      const most = CHANNELS[channel].texts[kind];
      if (most === undefined) continue;
      const line = copy?.lines.find((one) => one.kind === kind && one.channels.includes(channel));
      if (!line || line.text === "") missing.push(`${kind} of ${channel}`);
      else if (graphemeCount(line.text) > most) over.push(`${kind} of ${channel}`);
    }
  }
  return { missing, over };
}
