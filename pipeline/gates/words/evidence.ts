import type { Locale } from "../../../core/attributes.ts";
import type { ChannelName } from "../../../core/channel.ts";
import type { Copy } from "../../../core/copy.ts";
import type { TitleText } from "../../../core/title.ts";
import type { Gate } from "../gate.ts";

/** The words of a creative in one language. */
export type WordsEvidence = {
  readonly locale: Locale;
  readonly text: TitleText;
  readonly copy: Copy | undefined;
  /** The channels that were ordered. */
  readonly channels: readonly ChannelName[];
};
export type WordsGate = Gate<WordsEvidence>;
