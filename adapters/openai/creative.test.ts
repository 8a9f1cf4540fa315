import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { copyOf } from "../../core/copy.ts";
import type { Styled } from "../../core/creative.ts";
import { caption } from "../../pipeline/caption.ts";
import { makeCreative } from "../../pipeline/run.ts";
import { tinyBrief, tinyPainter } from "../../pipeline/tiny.ts";
import { openTextEndpoint } from "../text-openai.ts";

/** From the brief to the words that are kept: the endpoint's own, where they pass the pipeline's gates. */

const running = () => new AbortController().signal;
const SAID = {
  "headline in English": [
    "Sure! Here is a headline:\n\n**“Who steals an engine, and who runs after it?”**",
    "Winner of 3 Oscars.",
  ],
  "description in English": [
    "<think>Short.</think>A man, a track and one engine that is not where he left it. He runs.",
  ],
  "subject line of an e-mail in English": ["Subject: One engine, two thieves and a man on foot"],
  "preheader of an e-mail, the line that mail programs show after the subject, in English": [
    "By noon the whole railway is looking for it.",
  ],
  "text of a push notification in English": ["Somebody drove off in his engine. Catch up with him tonight."],
  "subject line of an e-mail in Ukrainian": ["Один паровоз, двоє злодіїв і машиніст пішки"],
  "preheader of an e-mail, the line that mail programs show after the subject, in Ukrainian": [
    "До полудня його шукає вся залізниця.",
  ],
  "text of a push notification in Ukrainian": ["Паровоз поїхав без машиніста. Наздожени його сьогодні."],
  "headline in Ukrainian": ["«Хто вкрав паровоз, і хто побіжить за ним?»"],
  "description in Ukrainian": ["Опис: Одна колія, один машиніст і паровоз, якого немає там, де він його лишив."],
};

let server: Server;
let prompts: string[];
let refuses: boolean;
beforeEach(async () => {
  prompts = [];
  refuses = false;
  server = createServer(async (incoming, reply) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const prompt: string = JSON.parse(`${Buffer.concat(chunks)}`).messages[0].content;
    prompts.push(prompt);
    const [, texts] = Object.entries(SAID).find(([task]) => prompt.startsWith(`Write one ${task}`)) ?? [];
    const messages = refuses ? [{ content: null, refusal: "no" }] : (texts ?? []).map((content) => ({ content }));
    reply.end(JSON.stringify({ choices: messages.map((message) => ({ message, finish_reason: "stop" })) }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
const open = () =>
  openTextEndpoint({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, model: "tiny" });

it("a creative's words are the endpoint's, and its papers are kept", { timeout: 120_000 }, async () => {
  // Too short to be quoted: every text must be the endpoint's.
  const texts = {
    en: { name: "The General", hero: "Johnnie Gray", synopsis: "A locomotive." },
    uk: { name: "Генерал", hero: "Джонні Грей", synopsis: "Паровоз." },
  };
  const brief = tinyBrief({ channels: ["web", "email", "push"], texts });
  const made = await makeCreative(brief, { image: tinyPainter(), text: open() }, running());
  expect(made.copy.en && copyOf(made.copy.en, "email")).toMatchObject({
    headline: "Who steals an engine, and who runs after it?",
    description: "A man, a track and one engine that is not where he left it. He runs.",
    subject: "One engine, two thieves and a man on foot",
    preheader: "By noon the whole railway is looking for it.",
  });
  expect(made.copy.uk && copyOf(made.copy.uk, "web")).toMatchObject({
    headline: "Хто вкрав паровоз, і хто побіжить за ним?",
    description: "Одна колія, один машиніст і паровоз, якого немає там, де він його лишив.",
  });
  expect(made.copy.uk && copyOf(made.copy.uk, "push").push).toBe(
    "Паровоз поїхав без машиніста. Наздожени його сьогодні.",
  );
  expect(made.provenance.textModel.id).toMatch(/^openai:tiny@127\.0\.0\.1:\d+$/);
  expect(prompts.find((prompt) => prompt.includes("in English"))).toContain("Main character: Johnnie Gray");
});

it("an endpoint that refuses to write leaves the title its own words", async () => {
  refuses = true;
  const brief = tinyBrief();
  const styled: Styled = { brief, pictures: {}, renditions: [] };
  const { copy } = await caption.run(styled, { text: open() }, running());
  for (const { lines } of Object.values(copy)) expect(lines.map(({ source }) => source)).not.toContain("model");
  expect(copy.en && copyOf(copy.en, "web").description).toBe("A man and his locomotive. He wants both back.");
});
