import { Locale, Tone } from "../../core/attributes.ts";
import { CHANNELS, ChannelName } from "../../core/channel.ts";
import { CopyKind } from "../../core/copy.ts";
import { HARD_GATES, WORD_GATES } from "../../pipeline/words/gates/list.ts";
import { CALLS } from "../../pipeline/words/lists/calls.ts";
import { CLICHES } from "../../pipeline/words/lists/cliches.ts";

/** docs/words.md, made from the lists of gates, channels and calls to action; a test compares it with the file. */
export function wordsPage(): string {
  const gates = WORD_GATES.map(({ name, reason }) => `| ${name} | ${reason} | ${HARD_GATES.has(name) ? "yes" : ""} |`);
  const lengths = ChannelName.options.map(
    (channel) => `| ${channel} | ${CopyKind.options.map((kind) => CHANNELS[channel].texts[kind] ?? "").join(" | ")} |`,
  );
  const calls = Locale.options.flatMap((locale) =>
    Tone.options.map((tone) => `| ${locale} | ${tone} | ${CALLS[locale][tone].join("; ")} |`),
  );
  return `# Words

Every text of a creative is a line with its kind, its channels, where it comes from and how well it ranked. A headline, a description, the subject and preheader of an e-mail and a push text are the best of several candidates: what the text model wrote in three lengths, and sentences and clauses of the title's own synopsis that can stand alone. A candidate must pass every gate below. Ranked are tone and hook, facts of the story, whole sentences, nearness to the length that looks best, and what no other creative of the title said; the headline, subject and push text carry the hook, the description and preheader tell the story. A title that stays close to its source takes the synopsis's words first. Of those about as good as the best, the seed picks one.

Where no candidate passes, the synopsis stands in, shortened at a sentence, a clause or a word, and its line names the gates that refused the others (\`failed\`). The call to action comes from the list below, the alternative text from the brief.

This page is made from the lists in \`pipeline/words/\` by \`node bench/gallery/words.ts\`; \`node bench/words.ts\` measures what each gate refuses.

## Gates

A gate marked in the last column holds for the synopsis too where it stands in.

| gate | a text … | always |
|---|---|---|
${gates.join("\n")}

The list of clichés has ${CLICHES.en.length} phrases in English and ${CLICHES.uk.length} in Ukrainian (\`pipeline/words/lists/cliches.ts\`). Spoilers and a brand's words are found with their endings; the rule stands in \`pipeline/words/stems.ts\`. It knows endings, not families of words: give \`killer\` as well as \`kill\`, «зрадник» as well as «зрада».

## Lengths

Grapheme clusters, as a reader counts.

| channel | ${CopyKind.options.join(" | ")} |
|---|${CopyKind.options.map(() => "---|").join("")}
${lengths.join("\n")}

## Calls to action

| language | tone | one of |
|---|---|---|
${calls.join("\n")}
`;
}
