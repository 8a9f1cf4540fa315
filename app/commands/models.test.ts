import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { scratch, sha256Of, writeModel } from "../../models/testing/folder.ts";
import { COMMIT, etagOf, type LoopbackHub, REPO, startHub } from "../../models/testing/hub.ts";
import { PLAIN } from "../../models/testing/networks.ts";
import { FILES, NETWORK } from "../../models/testing/pulling.ts";
import { readFlags } from "../flags.ts";
import { readSettings } from "../settings.ts";
import { UsageError } from "../usage.ts";
import { run } from "./models.ts";

// Processes and networks start slowly on a machine that has other things to do.
vi.setConfig({ testTimeout: 120_000 });

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const TOKEN = "hf_secretsecret";

let home: string;
let remove: () => Promise<void>;
let hub: LoopbackHub | null = null;
beforeEach(async () => {
  ({ folder: home, remove } = await scratch());
});
afterEach(async () => {
  await hub?.close();
  hub = null;
  await remove();
});

const startHere = async (): Promise<LoopbackHub> => {
  hub = await startHub(FILES);
  return hub;
};

type Run = { readonly child: ChildProcess; readonly ended: Promise<{ code: number | null; out: string; err: string }> };

/** The command as a person gives it. */
function start(words: readonly string[], variables: Readonly<Record<string, string>> = {}): Run {
  const env = { PATH: process.env.PATH ?? "", MARQUEE_HOME: home, MARQUEE_HUB_URL: hub?.url ?? "", ...variables };
  const child = spawn(process.execPath, [MAIN, "models", ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.on("data", (data) => (said.out += data));
  child.stderr.on("data", (data) => (said.err += data));
  return { child, ended: once(child, "close").then(([code]) => ({ code, ...said })) };
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The same in this process, which starts sooner; the settings are those of a machine without any. */
async function models(...args: string[]): Promise<{ out: string; error: Error | null }> {
  const said: string[] = [];
  const listening = SIGNALS.flatMap((signal) => process.listeners(signal));
  const log = vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(`${line}\n`));
  try {
    const { positionals, values } = readFlags(args);
    const variables = { MARQUEE_HOME: home, MARQUEE_HUB_URL: hub?.url ?? "" };
    const error = await run(readSettings(variables), values, positionals).catch((cause: Error) => cause);
    return { out: said.join(""), error: error ?? null };
  } finally {
    log.mockRestore();
    for (const signal of SIGNALS)
      for (const one of process.listeners(signal)) if (!listening.includes(one)) process.off(signal, one);
  }
}

const tiny = (more: Readonly<Record<string, unknown>> = {}) =>
  writeModel(join(home, "mine"), { "net.onnx": PLAIN }, { id: "tiny-net", ...more });

describe("marquee models", () => {
  it("lists, adds, verifies and removes", async () => {
    await tiny();
    const added = await models("add", join(home, "mine"));
    expect(added.error).toBeNull();
    expect(added.out).toMatch(/^tiny-net is in the store, verified: picture, 1 file, 90 B, licence MIT\.\n/);

    const listed = await models("list");
    expect(listed.out).toMatch(/^MODEL +KIND +VERSION +LICENCE +SIZE +MEMORY +FROM +STATE\n/);
    expect(listed.out).toMatch(/^marquee-paint +painter .* shipped +ready$/m);
    expect(listed.out).toMatch(/^tiny-net +picture +1 +MIT +90 B +10 MB +added +ready$/m);
    expect((await models("verify", "tiny-net")).out).toBe("ok       tiny-net: 1 file\n");

    const place = join(home, "models", "tiny-net", "net.onnx");
    const bytes = await readFile(place);
    bytes[bytes.indexOf(Buffer.from(new Float32Array([1]).buffer)) + 3] = 0x40; // 1 becomes 3 in the network's weights
    await writeFile(place, bytes);
    const spoiled = await models("verify", "tiny-net");
    expect(spoiled.out).toMatch(/^refused {2}model tiny-net: net\.onnx has sha256 \w+, its papers say \w+\n$/);
    expect(spoiled.error?.message).toBe("1 of 1 refused");

    await writeFile(place, "x");
    const [, , refused] = JSON.parse((await models("list", "--json")).out);
    expect(refused).toMatchObject({ id: "tiny-net", state: "refused" });
    expect(refused.reason).toMatch(/^model tiny-net: net\.onnx has 1 bytes/);

    expect((await models("remove", "tiny-net")).out).toBe("tiny-net is removed.\n");
    expect(await readdir(join(home, "models"))).toEqual([]);
  });

  it("repeats the example of the papers", async () => {
    const { out, error } = await models("verify", "marquee-paint");
    expect({ out, error }).toEqual({ out: "ok       marquee-paint: 1 file and its example\n", error: null });
  });

  it("measures a model", async () => {
    const { out } = await models("bench", "marquee-copy", "--runs", "2", "--threads", "1");
    expect(out).toMatch(
      /^marquee-copy, four headlines, 1 thread:\n {2}median +[\d.]+ m?s of 2 .*\n {2}in the network +[\d.]+ m?s, \d+ %\n/,
    );
    expect(out).toMatch(
      /peak memory +\d+ MB of this process, resident; its papers say \d+ MB\n.*same bytes +every time\n/,
    );
  });

  it.each([
    [["pull"], UsageError, /^marquee models pull REPO/],
    [["list", "extra"], UsageError, /^marquee models list/],
    [["__proto__"], UsageError, /^there is no models __proto__/],
    [["pull", REPO, "--pin", "x"], UsageError, /^--pin x must be PATH=SHA256/],
    [["pull", REPO, "--max-gb", "much"], UsageError, /^--max-gb must be a number from 0 to/],
    [["bench", "marquee-copy", "--threads", "0"], UsageError, /^--threads must be a number from 1 to/],
    [["add", "/nowhere"], Error, /^\/nowhere is not a folder$/],
    [["bench", "no"], Error, /^model no: there is none of this name; there are marquee-copy, marquee-p/],
    [
      ["pull", REPO, "--mirror", "https://me:secret@hub"],
      Error,
      /^(?!.*secret)--mirror must not hold a name or password/,
    ],
    [["pull", REPO, "--mirror", "ftp://hub"], Error, /^--mirror must start with https/],
  ])("refuses %j", async (args, kind, sentence) => {
    const { error } = await models(...args);
    expect(error).toBeInstanceOf(kind);
    expect(error?.message).toMatch(sentence);
  });
});

describe("marquee models, as a process of its own,", () => {
  it("ends with code 2 where the command line is wrong, with code 1 where the work is, and with a sentence", async () => {
    const wrong = await start(["frob"]).ended;
    expect(wrong).toMatchObject({ code: 2, out: "" });
    expect(wrong.err).toMatch(/^marquee: there is no models frob\.\n\nmarquee models <action>\n/);
    const unknown = await start(["list", "--frob"]).ended;
    expect(unknown).toMatchObject({ code: 2, err: expect.stringMatching(/^marquee: Unknown option/) });
    const failed = await start(["remove", "marquee-paint"]).ended;
    const err = "marquee: model marquee-paint: it ships with Marquee and cannot be removed\n";
    expect(failed).toEqual({ code: 1, out: "", err });
  });

  it("fetches a model from a mirror, to which the token does not go", async () => {
    const mirror = await startHere();
    const variables = { MARQUEE_HUB_URL: "https://hub.example", MARQUEE_HUB_TOKEN: TOKEN };
    const { code, out, err } = await start(["pull", REPO, "--mirror", `${mirror.url}/`], variables).ended;
    expect(out).toMatch(/^tiny is in the store, verified: text, 3 files, 151 B, licence mit\.\n {2}from +lab\/tiny at/);
    expect({ code, secret: `${out}${err}`.includes(TOKEN) }).toEqual({ code: 0, secret: false });
    expect(err).toContain(`${REPO}: 100 %, 151 B of 151 B`);
    for (const { headers } of mirror.asked) expect(headers.authorization).toBeUndefined();
    const again = await models("pull", REPO);
    expect(again.out).toMatch(/^The hub has nothing newer; every file was hashed again\.\n/);
  });

  it("sends the token to the hub itself, and refuses to send it in the clear to another machine", async () => {
    const own = await startHere();
    expect((await start(["pull", REPO], { MARQUEE_HUB_TOKEN: TOKEN }).ended).code).toBe(0);
    expect(new Set(own.asked.map(({ host, headers }) => `${host} ${headers.authorization}`))).toEqual(
      new Set([`hub Bearer ${TOKEN}`, "cdn undefined"]),
    );
    const clear = { MARQUEE_HUB_URL: "http://hub.example", MARQUEE_HUB_TOKEN: TOKEN };
    const { code, err } = await start(["pull", REPO], clear).ended;
    expect(code).toBe(1);
    expect(err).toBe(
      "marquee: MARQUEE_HUB_TOKEN is set and MARQUEE_HUB_URL is not https; the token would travel in the clear.\n",
    );
  });

  it("killed in the middle of a pull, shows nothing and goes on where it stopped", async () => {
    const own = await startHere();
    const part = join(home, "models", ".pulls", `tiny@${COMMIT.slice(0, 12)}`, "parts", "files", NETWORK);
    own.faults.set(NETWORK, ({ response, bytes, before }) => {
      if (before > 0) return false;
      response.writeHead(200, { "Content-Length": bytes.length, ETag: etagOf(bytes) });
      return response.write(bytes.subarray(0, 33));
    });
    const { child, ended } = start(["pull", REPO]);
    while ((await readFile(part).catch(() => "")).length < 33) await new Promise((next) => setTimeout(next, 20));
    child.kill("SIGKILL");
    await ended;
    expect((await models("list")).out).not.toContain("tiny");
    expect((await models("pull", REPO)).error).toBeNull();
    expect(own.asked.at(-1)?.headers).toMatchObject({ range: "bytes=33-", "if-range": `"${sha256Of(PLAIN)}"` });
    expect((await models("verify", "tiny")).out).toBe("ok       tiny: 3 files\n");
  });

  it("interrupted, says that what it has is kept", async () => {
    const own = await startHere();
    let arrived: () => void = () => {};
    const asked = new Promise<void>((done) => (arrived = done));
    own.faults.set(NETWORK, () => {
      arrived();
      return true;
    });
    const { child, ended } = start(["pull", REPO]);
    await asked;
    child.kill("SIGINT");
    const { code, err } = await ended;
    expect(code).toBe(130);
    expect(err).toMatch(/marquee: stopped; what was fetched is kept, and the next pull goes on from here\n$/);
  });

  it("says what the hub did, with the model and the file", async () => {
    const own = await startHere();
    own.faults.set(NETWORK, ({ response }) => !!response.writeHead(401).end());
    const { error } = await models("pull", REPO);
    expect(error?.message).toMatch(
      /^model tiny: onnx\/model_quantized\.onnx 127\.0\.0\.1:\d+ answered 401: not allowed; set MARQ/,
    );
  });
});
