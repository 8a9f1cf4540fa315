import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { creativeId } from "../adapters/testing/samples.ts";
import { ChannelName } from "../core/channel.ts";
import { ClusterId } from "../core/cluster.ts";
import { Device } from "../core/context.ts";
import { Basis, DecisionClaim } from "../core/event.ts";
import { randomFrom } from "../core/random.ts";
import { tokenSigner } from "./token.ts";

const NOW = 1_800_000_000_000;
const DAY_MS = 24 * 3_600_000;
const secret = Buffer.alloc(32, 7);
const signer = tokenSigner(secret);

/** A claim drawn from everything that a claim may be. */
function drawnClaim(seed: number): DecisionClaim {
  const random = randomFrom(seed);
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  return DecisionClaim.parse({
    decisionId: hex(32),
    titleId: `t${hex(1 + Math.floor(random() * 60))}`,
    creativeId: creativeId(`${seed}`),
    clusterId: `c-${hex(4)}`,
    channel: ChannelName.options[Math.floor(random() * ChannelName.options.length)],
    policyVersion: Math.floor(random() * 1e9),
    propensity: 1 - random(),
    basis: Basis.options[Math.floor(random() * Basis.options.length)],
    context: ["", "device=tv", "device=tv,daypart=night", "daypart=day"][Math.floor(random() * 4)],
    ...(random() < 0.5 && { device: Device.options[Math.floor(random() * Device.options.length)] }),
    ...(random() < 0.5 && { visitor: hex(16) }),
    ...(random() < 0.5 && { eligible: Array.from({ length: 1 + Math.floor(random() * 5) }, () => `crv_${hex(16)}`) }),
    repeat: Math.floor(random() * 32_768),
    decidedAtMs: NOW - Math.floor(random() * 30 * DAY_MS),
  });
}

describe("an exposure token", () => {
  it("gives back exactly the claim that was signed", () => {
    for (let seed = 0; seed < 500; seed++) {
      const claim = drawnClaim(seed);
      expect(signer.verify(signer.sign(claim), NOW)).toEqual(claim);
    }
  });

  it("is short enough for the events' limit and safe in an address", () => {
    const longest = { ...drawnClaim(1), eligible: undefined, clusterId: ClusterId.parse("c".repeat(64)) };
    expect(signer.sign(longest)).toMatch(/^[\w.-]{100,1000}$/);
  });

  it("is refused with any one character changed, dropped, doubled or moved", () => {
    const token = signer.sign(drawnClaim(2));
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= \n";
    for (let at = 0; at < token.length; at++) {
      const [before, here = "", after] = [token.slice(0, at), token[at], token.slice(at + 1)];
      const others = [...alphabet].filter((char) => char !== here);
      for (const char of at % 7 === 0 || at > token.length - 3 ? others : others.slice(at % 5, (at % 5) + 3))
        expect(signer.verify(before + char + after, NOW), `${at}: ${here} -> ${char}`).toHaveProperty("refused");
      expect(signer.verify(before + after, NOW)).toHaveProperty("refused");
      expect(signer.verify(before + here + here + after, NOW)).toHaveProperty("refused");
    }
    for (const more of ["", ".", "=", token]) expect(signer.verify(`${token}.${more}`, NOW)).toHaveProperty("refused");
    for (const junk of ["", ".", "..", "a.b", "💥.💥", token.split(".")[0] as string])
      expect(signer.verify(junk, NOW)).toHaveProperty("refused");
  });

  it("is refused when another service signed it, or nobody did", () => {
    const token = tokenSigner(randomBytes(32)).sign(drawnClaim(3));
    expect(signer.verify(token, NOW)).toEqual({ refused: "was not signed by this service" });
    const [payload] = signer.sign(drawnClaim(3)).split(".");
    expect(signer.verify(`${payload}.`, NOW)).toHaveProperty("refused");
    const unkeyed = createHmac("sha256", "").update(`${payload}`).digest("base64url");
    expect(signer.verify(`${payload}.${unkeyed}`, NOW)).toHaveProperty("refused");
  });

  it("keeps no part of another claim's signature", () => {
    const [a, b] = [signer.sign(drawnClaim(4)).split("."), signer.sign(drawnClaim(5)).split(".")];
    expect(signer.verify(`${a[0]}.${b[1]}`, NOW)).toHaveProperty("refused");
  });

  it("lives for 30 days, and a minute of clock difference", () => {
    const token = signer.sign({ ...drawnClaim(6), decidedAtMs: NOW });
    expect(signer.verify(token, NOW + 30 * DAY_MS)).not.toHaveProperty("refused");
    expect(signer.verify(token, NOW + 30 * DAY_MS + 1)).toEqual({ refused: "is older than 30 days" });
    expect(signer.verify(token, NOW - 60_000)).not.toHaveProperty("refused");
    expect(signer.verify(token, NOW - 60_001)).toEqual({ refused: "is dated in the future" });
  });

  it("of a service that says other things in its claims is refused, and is no failure", () => {
    const old = { ...drawnClaim(7), channel: "cinema" } as unknown as DecisionClaim;
    expect(signer.verify(signer.sign(old), NOW)).toEqual({ refused: "was made by another version of this service" });
  });

  it("of the version before is read on, for as long as it may live", () => {
    const { basis: _, context: __, repeat: ___, ...old } = drawnClaim(8);
    const payload = Buffer.from(
      JSON.stringify({ ...old, eligible: undefined, device: undefined, visitor: undefined }),
    ).toString("base64url");
    const token = `${payload}.${createHmac("sha256", secret).update(payload).digest("base64url")}`;
    expect(signer.verify(token, NOW)).toMatchObject({ decisionId: old.decisionId, basis: "policy", repeat: 0 });
  });

  it("holds two hundred arms within what the events take", () => {
    const eligible = Array.from({ length: 200 }, (_, i) => creativeId(`${i}`));
    const token = signer.sign({ ...drawnClaim(9), eligible });
    expect(token.length).toBeLessThan(4_000);
    expect(signer.verify(token, NOW)).toMatchObject({ eligible });
  });

  it("needs a secret of 32 bytes", () => {
    expect(() => tokenSigner(Buffer.alloc(31))).toThrow(RangeError);
    expect(() => tokenSigner(Buffer.alloc(32))).not.toThrow();
  });
});
