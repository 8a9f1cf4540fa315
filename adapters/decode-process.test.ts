import { expect, it, onTestFinished } from "vitest";
import type { AppError } from "../core/errors.ts";
import { type DecoderSettings, openDecoder } from "./decode-process.ts";

const open = (settings: Partial<DecoderSettings> = {}) => {
  const decoder = openDecoder({ entry: new URL("./testing/decoder-entry.ts", import.meta.url), ...settings });
  onTestFinished(() => decoder.close());
  const say = async (text: string | Uint8Array) =>
    Buffer.from((await decoder.decode(typeof text === "string" ? Buffer.from(text) : text)).bytes).toString();
  const failure = (text: string) => say(text).then(String, (error: AppError) => error);
  return { decoder, say, failure };
};

it("decodes each picture in a process of its own, with nothing of ours in its environment", async () => {
  const { say } = open();
  const [one = "", other = ""] = await Promise.all([say("a"), say(new Uint8Array(3_000_000))]);
  expect(one).toMatch(/^\d+ 1$/);
  expect(other).toMatch(/^\d+ 3000000$/);
  expect(one.split(" ")[0]).not.toBe(other.split(" ")[0]);
  const environment = Object.keys(JSON.parse(await say("env"))).filter((name) => !name.startsWith("NODE_CHANNEL"));
  expect(environment).toEqual(["MALLOC_ARENA_MAX"]);
});

it.each(["spin", "sleep"])("kills one that hangs (%s)", async (how) => {
  const { failure, say } = open({ timeoutMs: 1_500, atOnce: 1 });
  expect(await failure(how)).toMatchObject({
    code: "asset_unreadable",
    message: "asset_unreadable: the process that decoded it was killed after 1500 ms",
  });
  expect(await say("a")).toMatch(/ 1$/);
});

it("ends one that takes too much memory, though its event loop is held", async () => {
  const { failure } = open({ maxResidentBytes: 300_000_000, timeoutMs: 30_000 });
  expect(await failure("hog")).toMatchObject({
    code: "asset_unreadable",
    message: "asset_unreadable: the process that decoded it ended with SIGKILL",
  });
});

it.each([
  ["crash", "ended with SIGSEGV"],
  ["leave", "ended with code 3"],
  ["throw", "no loader"],
])("says how one ended (%s)", async (how, why) => {
  expect(await open().failure(how)).toMatchObject({ code: "asset_unreadable", message: expect.stringContaining(why) });
});

it("hands on what the decoder itself refuses, with its reason", async () => {
  expect(await open().failure("refuse Huge")).toMatchObject({
    code: "asset_too_large",
    message: "asset_too_large: Huge",
    issues: [{ field: "body", reason: "Huge" }],
  });
});

it("lets some wait, refuses what comes on top, and frees its places", async () => {
  const { say, failure } = open({ atOnce: 1, waiting: 1 });
  const [first, second, third] = await Promise.all([failure("a"), failure("bc"), failure("def")]);
  expect([first, second]).toEqual([expect.stringMatching(/ 1$/), expect.stringMatching(/ 2$/)]);
  expect(third).toMatchObject({ code: "assets_busy", retry: true });
  expect(await say("a")).toMatch(/ 1$/);
});

it("ends what is running when it is closed, and takes nothing more", async () => {
  const { decoder, failure } = open({ atOnce: 1 });
  const both = [failure("sleep"), failure("a")];
  await decoder.close();
  for (const one of both) expect(await one).toMatchObject({ code: "shutting_down" });
  expect(await failure("a")).toMatchObject({ code: "shutting_down" });
});
