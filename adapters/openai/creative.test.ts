import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
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
  const made = await makeCreative(tinyBrief(), { image: tinyPainter(), text: open() }, running());
  expect(made.copy).toEqual({
    en: {
      headline: "Who steals an engine, and who runs after it?",
      description: "A man, a track and one engine that is not where he left it. He runs.",
      source: "model",
    },
    uk: {
      headline: "Хто вкрав паровоз, і хто побіжить за ним?",
      description: "Одна колія, один машиніст і паровоз, якого немає там, де він його лишив.",
      source: "model",
    },
  });
  expect(made.provenance.textModel.id).toMatch(/^openai:tiny@127\.0\.0\.1:\d+$/);
  expect(prompts.find((prompt) => prompt.includes("in English"))).toContain("Main character: Johnnie Gray");
});

it("an endpoint that refuses to write leaves the title its own words", async () => {
  refuses = true;
  const brief = tinyBrief();
  const styled = { brief, pictures: {}, renditions: [] } as unknown as Styled;
  const { copy } = await caption.run(styled, { text: open() }, running());
  expect(copy.en).toMatchObject({ headline: "The General", source: "synopsis" });
  expect(copy.uk?.source).toBe("synopsis");
});
