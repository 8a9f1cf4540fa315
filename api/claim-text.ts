import { z } from "zod";
import { ContextKey, Device } from "../core/context.ts";
import { Basis, DecisionClaim } from "../core/event.ts";

/** Names this way of writing; claims without it are objects, as tokens of before were. */
const VERSION = 2;

const bytesOf = (length: number) => z.string().regex(new RegExp(`^[\\w-]{${Math.ceil((length * 4) / 3)}}$`));

/** A claim as a short list: names of fields would be half of a token. What is absent is 0. */
const Written = z.tuple([
  z.literal(VERSION),
  bytesOf(16),
  z.string(),
  bytesOf(8),
  z.string(),
  z.string(),
  z.number(),
  z.number(),
  Basis,
  ContextKey,
  z.union([z.literal(0), Device]),
  /** Eight bytes an arm. */
  z.union([z.literal(0), z.string().regex(/^[\w-]+$/)]),
  z.union([z.literal(0), bytesOf(8)]),
  z.number(),
  z.number(),
]);

const packed = (hex: string): string => Buffer.from(hex, "hex").toString("base64url");
const unpacked = (text: string): string => Buffer.from(text, "base64url").toString("hex");

/** @returns JSON */
export function writeClaim(claim: DecisionClaim): string {
  const { eligible, visitor } = claim;
  return JSON.stringify([
    VERSION,
    packed(claim.decisionId),
    claim.titleId,
    packed(claim.creativeId.slice(4)),
    claim.clusterId,
    claim.channel,
    claim.policyVersion,
    claim.propensity,
    claim.basis,
    claim.context,
    claim.device ?? 0,
    eligible ? packed(eligible.map((id) => id.slice(4)).join("")) : 0,
    visitor ? packed(visitor) : 0,
    claim.repeat,
    claim.decidedAtMs,
  ] satisfies z.input<typeof Written>);
}

/** @returns `null` when it is no claim of this version of the service, or of the one before */
export function readClaim(json: string): DecisionClaim | null {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) return DecisionClaim.safeParse(value).data ?? null;
  const written = Written.safeParse(value);
  if (!written.success) return null;
  const [, id, titleId, creative, clusterId, channel, policyVersion, propensity, basis, context, ...rest] =
    written.data;
  const [device, eligible, visitor, repeat, decidedAtMs] = rest;
  const claim = DecisionClaim.safeParse({
    decisionId: unpacked(id),
    titleId,
    creativeId: `crv_${unpacked(creative)}`,
    clusterId,
    channel,
    policyVersion,
    propensity,
    basis,
    context,
    ...(device !== 0 && { device }),
    ...(eligible !== 0 && { eligible: idsIn(unpacked(eligible)) }),
    ...(visitor !== 0 && { visitor: unpacked(visitor) }),
    repeat,
    decidedAtMs,
  });
  return claim.data ?? null;
}

/** What is left over makes an id too short, which the claim's own schema refuses. */
const idsIn = (hex: string): string[] => (hex.match(/.{1,16}/g) ?? []).map((digits) => `crv_${digits}`);
