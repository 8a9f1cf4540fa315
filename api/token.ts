import { createHmac, timingSafeEqual } from "node:crypto";
import type { DecisionClaim } from "../core/event.ts";
import { readClaim, writeClaim } from "./claim-text.ts";

export interface TokenSigner {
  sign(claim: DecisionClaim): string;
  /** @returns the claim, or why the token is refused */
  verify(token: string, nowMs: number): DecisionClaim | { refused: string };
}

// A push notification may be opened days later; past a month a click tells nothing about today's artwork.
const MAX_AGE_MS = 30 * 24 * 3_600_000;
// Clocks of two API hosts may differ a little.
const MAX_SKEW_MS = 60_000;

/**
 * Exposure tokens: `base64url(claim, as claim-text.ts writes it) . base64url(HMAC-SHA256(claim))`.
 *
 * The claim is readable and holds no user; the signature keeps anybody from inventing exposures or
 * changing a propensity.
 *
 * @param secret at least 32 bytes
 * @throws RangeError when the secret is shorter
 */
export function tokenSigner(secret: Uint8Array): TokenSigner {
  if (secret.length < 32) throw new RangeError(`the token secret must have 32 bytes or more, got ${secret.length}`);
  const signatureOf = (payload: string) => createHmac("sha256", secret).update(payload).digest();

  return {
    sign(claim) {
      const payload = Buffer.from(writeClaim(claim)).toString("base64url");
      return `${payload}.${signatureOf(payload).toString("base64url")}`;
    },
    verify(token, nowMs) {
      const [payload, signature, ...rest] = token.split(".");
      if (!payload || !signature || rest.length > 0) return { refused: "is not an exposure token" };
      // As text: base64url has spare bits at its end and decoders skip what they do not know, so that other texts
      // decode to the same bytes.
      const expected = Buffer.from(signatureOf(payload).toString("base64url"));
      const given = Buffer.from(signature);
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        return { refused: "was not signed by this service" };
      const claim = readClaim(Buffer.from(payload, "base64url").toString());
      if (!claim) return { refused: "was made by another version of this service" };
      if (claim.decidedAtMs > nowMs + MAX_SKEW_MS) return { refused: "is dated in the future" };
      if (claim.decidedAtMs < nowMs - MAX_AGE_MS) return { refused: "is older than 30 days" };
      return claim;
    },
  };
}
