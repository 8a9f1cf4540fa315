import { expect, it } from "vitest";
import { CopyChannel, CopyLength, Genre, Hook, Locale, Tone } from "./attributes.ts";
import { WrittenKind } from "./copy.ts";
import { completionPrompt, copyPrompt } from "./copy-prompt.ts";
import type { CopyRequest } from "./ports.ts";

const request: CopyRequest = {
  kind: "headline",
  locale: "uk",
  tone: "dark",
  hook: "question",
  genre: "science-fiction",
  channel: "push",
  length: "short",
  slots: { title: "Ash Lane", hero: "Ida Quill", year: "1931" },
  synopsis: "A clerk finds\n\ta door.",
  candidates: 4,
  seed: 1,
};

it("says the task, the facts that are there, and how to answer", () => {
  expect(copyPrompt(request)).toBe(
    "Write one headline in Ukrainian for a film or show, to be read on a push notification.\n\n" +
      "Title: Ash Lane\nGenre: science fiction\nMain character: Ida Quill\nYear: 1931\nSynopsis: A clerk finds a door.\n\n" +
      "Tone: dark and tense. In it, ask the reader one question. Length: about 3 words, at most 40 characters.\n\n" +
      "Use only these facts: add no other name, place, number, prize or praise. " +
      "Answer with one text in Ukrainian: no quotation marks, no heading, no list, no explanation.",
  );
  expect(completionPrompt(request).endsWith("\n\nHeadline:")).toBe(true);
  const subject: CopyRequest = { ...request, kind: "subject", channel: "email", length: "medium" };
  expect(copyPrompt(subject)).toContain("Write one subject line of an e-mail in Ukrainian");
  expect(copyPrompt(subject)).toContain("Length: about 6 words, at most 50 characters.");
  expect(completionPrompt({ ...subject, kind: "push", channel: "push" }).endsWith("\n\nText:")).toBe(true);
});

it("every condition changes the prompt, and what does not concern the words leaves it", () => {
  const texts = new Set<string>();
  let asked = 0;
  const also = (change: Partial<CopyRequest>) => {
    asked++;
    texts.add(copyPrompt({ ...request, ...change }));
  };
  for (const kind of WrittenKind.options) for (const length of CopyLength.options) also({ kind, length });
  for (const locale of Locale.options) if (locale !== request.locale) also({ locale });
  for (const tone of Tone.options) if (tone !== request.tone) also({ tone });
  for (const hook of Hook.options) if (hook !== request.hook) also({ hook });
  for (const genre of Genre.options) if (genre !== request.genre) also({ genre });
  for (const channel of CopyChannel.options) if (channel !== request.channel) also({ channel });
  expect(texts.size).toBe(asked);
  expect(copyPrompt({ ...request, seed: 2, candidates: 1 })).toBe(copyPrompt(request));
});

it("cuts a long synopsis at a word", () => {
  const prompt = copyPrompt({ ...request, synopsis: "clerk ".repeat(400) });
  expect(prompt).toContain("clerk…");
  expect(prompt.length).toBeLessThan(1_600);
});
