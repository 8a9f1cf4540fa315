import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Of } from "../testing/folder.ts";
import { type Fault, serve, stallAfter, startHub } from "../testing/hub.ts";
import { PLAIN, WITH_EXTERNAL } from "../testing/networks.ts";
import { FILES, NETWORK, type Pulling, startPulling } from "../testing/pulling.ts";

let world: Pulling;
beforeEach(async () => {
  world = await startPulling();
});
afterEach(() => world.close());

describe("a pull ends, and leaves nothing to be seen, where", () => {
  const tampered: Fault = ({ request, response, bytes }) => {
    const other = Buffer.from(bytes);
    other[10] = (other[10] as number) ^ 1;
    serve(request, response, other);
    return true;
  };
  const text =
    (status: number, type: string, body: string): Fault =>
    ({ response }) =>
      !!response.writeHead(status, { "Content-Type": type }).end(body);
  const withLength =
    (by: number): Fault =>
    ({ response, bytes }) => {
      const body = by > 0 ? Buffer.concat([bytes, bytes.subarray(0, by)]) : bytes.subarray(0, by);
      return !!response.writeHead(200, { "Content-Length": body.length }).end(body);
    };
  const withoutLength =
    (body: (bytes: Buffer) => Buffer): Fault =>
    ({ response, bytes }) =>
      !!response.writeHead(200).end(body(bytes));

  it.each<[string, string, Fault, RegExp, number]>([
    ["a large file is another", NETWORK, tampered, /has sha256 \w{64}, it should be \w{64}$/, 1],
    [
      "a small file is another",
      "tokenizer.json",
      withoutLength(() => Buffer.from("[]")),
      /has git hash \w{40}, the hub's list says/,
      1,
    ],
    ["a file is longer", NETWORK, withLength(5), /comes with 95 bytes, the hub's list says 90$/, 1],
    ["a file is shorter", NETWORK, withLength(-5), /comes with 85 bytes, the hub's list says 90$/, 1],
    [
      "a file goes on",
      NETWORK,
      withoutLength((bytes) => Buffer.concat([bytes, bytes])),
      /goes on past the 90 bytes/,
      1,
    ],
    [
      "a file always ends too early",
      NETWORK,
      withoutLength((bytes) => bytes.subarray(0, 9)),
      /ended after 9 of 90 bytes; 3 tries$/,
      3,
    ],
    [
      "a web page comes instead",
      NETWORK,
      text(200, "text/html; charset=utf-8", "<html>"),
      /came as a web page instead of the file itself$/,
      1,
    ],
    [
      "a file is not there",
      NETWORK,
      text(404, "text/plain", "no"),
      /answered 404: it is not there, or not for everyone to see$/,
      1,
    ],
    [
      "a file is not for us",
      NETWORK,
      text(403, "text/plain", "no"),
      /answered 403: not allowed; set MARQUEE_HUB_TOKEN/,
      1,
    ],
    ["the hub stays broken", NETWORK, text(500, "text/plain", "no"), /answered 500; 3 tries$/, 3],
    [
      "a file is sent round in circles",
      "tokenizer.json",
      ({ response, request }) => !!response.writeHead(302, { Location: request.url ?? "" }).end(),
      /without end$/,
      6,
    ],
    [
      "a file is sent to no web address",
      NETWORK,
      ({ response }) => !!response.writeHead(302, { Location: "file:///etc/passwd" }).end(),
      /sends to no web address$/,
      1,
    ],
  ])("%s", async (_name, path, fault, reason, tries) => {
    world.hub.faults.set(path, fault);
    const error = await world.pull().catch((cause: Error) => cause.message);
    expect(error).toMatch(new RegExp(`^model tiny: ${path} `));
    expect(error).toMatch(reason);
    expect(error).not.toContain("signature");
    expect(world.timesAsked(path) / (path === NETWORK ? 2 : 1)).toBe(tries);
    expect(await world.visible()).toEqual([]);
    world.hub.faults.clear();
    await world.pull();
    expect(await world.visible()).toEqual(["tiny ready"]);
  });

  it.each(["../evil.json", "a/../../evil.json", "/etc/evil.json", "a\\..\\evil.json", "C:evil.json", "x\u0000.json"])(
    "the hub lists %j",
    async (rfilename) => {
      world.hub.listing = { siblings: [{ rfilename: "config.json" }, { rfilename: NETWORK }, { rfilename }] };
      await expect(world.pull()).rejects.toThrow(
        /^model tiny: the hub lists ".*", which lies outside the model's folder$/,
      );
      expect(world.hub.asked).toHaveLength(1);
    },
  );

  it("the list of files is none", async () => {
    world.hub.faults.set("", text(200, "text/html", "<html>"));
    await expect(world.pull()).rejects.toThrow(/^model tiny: lab\/tiny at main: .* is it a hub\?$/);
    world.hub.faults.clear();
    world.hub.listing = { sha: "main" };
    await expect(world.pull()).rejects.toThrow("the hub's list of its files cannot be read: sha must be a commit");
  });

  it("a network keeps its tensors elsewhere", async () => {
    await world.hub.close();
    world.hub = await startHub({ ...FILES, [NETWORK]: WITH_EXTERNAL.initializer });
    await expect(world.pull()).rejects.toThrow(
      `model tiny: ${NETWORK} keeps a tensor in onnx/w.bin, which its papers do not`,
    );
    expect(await world.visible()).toEqual([]);
  });

  it("a pin says another hash than the hub, or than what came, or names nothing", async () => {
    const other = sha256Of("other");
    await expect(world.pull({ pins: new Map([[NETWORK, other]]) })).rejects.toThrow(
      `is pinned to ${other}, the hub's list says`,
    );
    await expect(world.pull({ pins: new Map([["x", other]]) })).rejects.toThrow("x is pinned and not on the hub");
    await expect(world.pull({ pins: new Map([["tokenizer.json", other]]) })).rejects.toThrow(`it should be ${other}`);
    await world.pull({ pins: new Map([[NETWORK, sha256Of(PLAIN)]]) });
  });

  it("it is larger than allowed, said by the hub or not", async () => {
    await expect(world.pull({ mostBytes: 120 })).rejects.toThrow("bytes; 120 are allowed (--max-gb)");
    world.hub.listing = { siblings: ["config.json", NETWORK].map((rfilename) => ({ rfilename })) };
    world.hub.faults.set(
      NETWORK,
      withoutLength((bytes) => bytes),
    );
    await expect(world.pull({ mostBytes: 120 })).rejects.toThrow(`model tiny: ${NETWORK} has more than`);
  });

  it("nobody says what its licence is, or what it is", async () => {
    world.hub.listing = { cardData: null };
    await expect(world.pull()).rejects.toThrow("model tiny: the hub names no licence");
    world.hub.listing = { tags: ["onnx", "license:gpl-3.0"], cardData: {} };
    expect((await world.pull()).manifest.licence).toBe("gpl-3.0");
    world.hub.listing = { siblings: [{ rfilename: "README.md" }] };
    await expect(world.pull({ id: "other" })).rejects.toThrow(
      "model other: holds no manifest.json, no model_index.json",
    );
  });

  it("it is told to stop, at once, and the next one goes on", async () => {
    world.hub.faults.set(NETWORK, (exchange) => exchange.before < 1 && stallAfter(40, exchange));
    const stop = new AbortController();
    const tell = ({ path }: { path: string }) => path === NETWORK && stop.abort(new Error("enough"));
    await expect(world.pull({}, { stallMs: 60_000 }, { signal: stop.signal, tell })).rejects.toThrow(/^enough$/);
    await world.pull();
    expect(world.hub.asked.at(-1)?.headers.range).toBe("bytes=40-");
  });

  it("the address or the repository is none", async () => {
    await expect(world.pull({ repo: "../x" })).rejects.toThrow("../x is no repository of a hub");
    await world.hub.close();
    await expect(world.pull()).rejects.toThrow(/^model tiny: lab\/tiny at main: the connection broke \(.*\); 3 tries$/);
    world.hub = await startHub(FILES);
  });
});
