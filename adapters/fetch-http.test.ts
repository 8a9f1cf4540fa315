import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type LookupFunction } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AppError } from "../core/errors.ts";
import { type FetcherSettings, openFetcher } from "./fetch-http.ts";

// To these tests 127.0.0.1 is the outside world, and 127.0.0.2 the inside.
const OUTSIDE = "127.0.0.1";
const INSIDE = "127.0.0.2";

const fails = (url: string, settings: FetcherSettings = {}): Promise<AppError> =>
  openFetcher({ allowAddresses: [OUTSIDE], timeoutMs: 5_000, ...settings })
    .fetch(url)
    .then(
      () => Promise.reject(new Error(`${url} was fetched`)),
      (error: AppError) => error,
    );

/** A server on one address that remembers what it was asked. */
async function serverOn(host: string, answer: (request: IncomingMessage, response: ServerResponse) => void, port = 0) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  }).listen(port, host);
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const taken = (server.address() as AddressInfo).port;
  return { seen, port: taken, url: `http://${host}:${taken}` };
}

/** A name server of the test: answers with one address after another, the last one for ever. */
function names(...addresses: readonly string[]): { lookup: LookupFunction; asked: () => number } {
  let asked = 0;
  const lookup: LookupFunction = (_name, options, callback) => {
    const address = addresses[Math.min(asked++, addresses.length - 1)] ?? "";
    const family = address.includes(":") ? 6 : 4;
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  return { lookup, asked: () => asked };
}

describe("an address inside a network", () => {
  it.each([
    "http://127.0.0.2/",
    "http://127.255.255.254/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://db.internal/",
    "http://127.2/",
    "http://0x7f000002/",
    "http://0x7f.0.0.2/",
    "http://0177.0.0.2/",
    "http://2130706434/",
    "http://①②⑦.⓪.⓪.②/",
    "http://127。0。0。2/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://192.0.0.192/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "http://[2001:db8::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "https://127.0.0.2/",
  ])("spelled %s is refused, by rule and without an address in the answer", async (url) => {
    const { code, issues } = await fails(url, { allowAddresses: [] });
    expect(code).toBe("asset_fetch_refused");
    expect(issues).toEqual([
      { field: "body.url", reason: "leads to an address inside a network, which is never asked" },
    ]);
  });

  it.each(["127.0.0.2", "10.1.2.3", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "fd00::1", "64:ff9b::a00:1"])(
    "behind a name (%s) is refused",
    async (address) => {
      const { lookup, asked } = names(address);
      expect((await fails("http://example.com/", { lookup })).code).toBe("asset_fetch_refused");
      expect(asked()).toBe(1);
    },
  );

  it("is not reached by a name that changes its mind", async () => {
    const outside = await serverOn(OUTSIDE, (_, response) => response.end("picture"));
    const inside = await serverOn(INSIDE, (_, response) => response.end("secret"), outside.port);
    for (let round = 0; round < 50; round++) {
      const { lookup } = names(...(round % 2 ? [OUTSIDE, INSIDE] : [INSIDE, OUTSIDE]));
      const fetcher = openFetcher({ allowAddresses: [OUTSIDE], lookup });
      const fetched = await fetcher.fetch(`http://example.com:${outside.port}/`).then(
        (bytes) => Buffer.from(bytes).toString(),
        (error: AppError) => error.code,
      );
      expect(fetched).toBe(round % 2 ? "picture" : "asset_fetch_refused");
    }
    expect(inside.seen).toHaveLength(0);
  });

  it("is not reached by a redirect, also when the same name leads there the second time", async () => {
    const inside = await serverOn(INSIDE, (_, response) => response.end("secret"));
    const outside = await serverOn(OUTSIDE, ({ url }, response) => {
      const to = url === "/again" ? `http://example.com:${inside.port}/` : inside.url;
      response.writeHead(302, { location: to }).end();
    });
    expect((await fails(outside.url)).code).toBe("asset_fetch_refused");
    const { lookup } = names(OUTSIDE, INSIDE);
    expect((await fails(`http://example.com:${outside.port}/again`, { lookup })).code).toBe("asset_fetch_refused");
    expect(inside.seen).toHaveLength(0);
  });
});

describe("a URL", () => {
  it.each<[string, RegExp]>([
    ["ftp://example.com/a.png", /https:\/\/ or http/],
    ["file:///etc/passwd", /https:\/\/ or http/],
    ["data:image/png;base64,AA", /https:\/\/ or http/],
    ["gopher://example.com", /https:\/\/ or http/],
    ["http://user@example.com/", /user name or password/],
    ["http://user:secret@example.com/", /user name or password/],
    ["http://example.com:25/", /port/],
    ["http://example.com:22/", /port/],
    ["example.com/a.png", /no address/],
    ["http://", /no address/],
    ["", /no address/],
  ])("%s is refused by its spelling", async (url, reason) => {
    const { code, issues } = await fails(url);
    expect([code, issues[0]?.field]).toEqual(["asset_fetch_refused", "body.url"]);
    expect(issues[0]?.reason).toMatch(reason);
  });
});

describe("a server", () => {
  it("gives its picture, and is told nothing about us", async () => {
    const { seen, url } = await serverOn(OUTSIDE, ({ url }, response) => {
      if (url === "/moved") response.writeHead(301, { location: "/here", "set-cookie": "a=b" }).end();
      else response.end("picture");
    });
    const bytes = await openFetcher({ allowAddresses: [OUTSIDE] }).fetch(`${url}/moved`);
    expect(Buffer.from(bytes).toString()).toBe("picture");
    expect(seen.map((request) => request.url)).toEqual(["/moved", "/here"]);
    for (const { headers } of seen) {
      expect(Object.keys(headers).sort()).toEqual(["accept", "accept-encoding", "connection", "host", "user-agent"]);
      expect(headers["accept-encoding"]).toBe("identity");
    }
  });

  it("that redirects for ever, to nowhere or to another scheme is left", async () => {
    const { seen, url } = await serverOn(OUTSIDE, ({ url }, response) => {
      if (url === "/nowhere") response.writeHead(302).end();
      else if (url === "/file") response.writeHead(302, { location: "file:///etc/passwd" }).end();
      else response.writeHead(302, { location: "/round" }).end();
    });
    expect((await fails(`${url}/round`)).issues[0]?.reason).toBe("redirects more than 3 times");
    expect(seen).toHaveLength(4);
    expect((await fails(`${url}/nowhere`)).code).toBe("asset_fetch_failed");
    expect((await fails(`${url}/file`)).issues[0]?.reason).toBe(
      "redirects to an address that must start with https:// or http://",
    );
  });

  it("that sends too much is cut off, whether it says so or not", async () => {
    let sent = 0;
    const { url } = await serverOn(OUTSIDE, ({ url }, response) => {
      if (url === "/honest") return void response.writeHead(200, { "content-length": 60_000_000 }).end();
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on("drain", more);
      more();
    });
    const settings = { maxBytes: 1_000_000 };
    expect(await fails(`${url}/honest`, settings)).toMatchObject({ code: "asset_too_large" });
    expect(await fails(`${url}/endless`, settings)).toMatchObject({
      code: "asset_too_large",
      issues: [{ field: "body.url", reason: "is larger than 1 MB" }],
    });
    expect(sent).toBeLessThan(20_000_000);
  });

  it("that is silent, slow or packs its body is left, and says which", async () => {
    const { url } = await serverOn(OUTSIDE, ({ url }, response) => {
      if (url === "/silent") return;
      if (url === "/packed") return void response.setHeader("content-encoding", "gzip").end(gzipSync("a".repeat(1e6)));
      const drip = setInterval(() => response.write("."), 50);
      response.on("close", () => clearInterval(drip));
    });
    for (const path of ["/silent", "/slow"])
      expect((await fails(url + path, { timeoutMs: 400 })).issues[0]?.reason).toBe(
        "did not answer in full within 0.4 s",
      );
    expect((await fails(`${url}/packed`)).issues[0]?.reason).toBe("answered with a packed body");
  });

  it("is one of few that are asked at a time", async () => {
    const { url } = await serverOn(OUTSIDE, (_, response) => setTimeout(() => response.end("picture"), 200));
    const fetcher = openFetcher({ allowAddresses: [OUTSIDE], atOnce: 2 });
    const fetchOne = () => fetcher.fetch(url).then(String, (error: AppError) => error.code);
    const three = await Promise.all([fetchOne(), fetchOne(), fetchOne()]);
    expect(three.filter((one) => one === "assets_busy")).toHaveLength(1);
    expect(await fetchOne()).not.toBe("assets_busy");
  });

  it("that refuses, is not there, breaks off or speaks no HTTP is said so, with no address", async () => {
    const { url } = await serverOn(OUTSIDE, ({ url }, response) => {
      if (url === "/cut") response.writeHead(200, { "content-length": 9 }).write("a", () => response.destroy());
      else response.writeHead(404).end();
    });
    const tcp = createTcpServer((socket) => socket.end("220 mail ESMTP\r\n")).listen(0, OUTSIDE);
    await once(tcp, "listening");
    const mail = `http://${OUTSIDE}:${(tcp.address() as AddressInfo).port}/`;
    const reasons = [
      await fails(`${url}/none`),
      await fails(`${url}/cut`),
      await fails(mail),
      await fails(mail.replace("http:", "https:")),
      await fails("http://nobody.invalid/"),
    ].map(({ code, issues }) => `${code} ${issues[0]?.reason}`);
    tcp.close();
    expect((await fails(mail)).issues[0]?.reason).toBe("cannot be reached, or broke off");
    expect(reasons).toEqual([
      "asset_fetch_failed answered with the status 404",
      "asset_fetch_failed cannot be reached, or broke off",
      "asset_fetch_failed does not answer in HTTP",
      "asset_fetch_failed does not speak TLS, or has no certificate that can be trusted",
      "asset_fetch_failed names a host that cannot be found",
    ]);
  });
});
