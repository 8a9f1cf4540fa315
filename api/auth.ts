import { createHash } from "node:crypto";
import { AppError } from "../core/errors.ts";
import type { ApiKey, Scope } from "../core/key.ts";
import type { KeyStore } from "../core/ports.ts";

// A revoked key stops working within this time; decisions must not ask the database for every request.
const REMEMBER_MS = 10_000;
// Unknown keys are remembered too, so that guessing does not load the database; both kinds share this room.
const REMEMBERED_KEYS = 10_000;

/**
 * Checks `Authorization: Bearer <key>` against the key store, with a short memory.
 *
 * While the database is away, a key that was seen before keeps working: a decision never waits for a database.
 */
export class Gatekeeper {
  readonly #keys: Pick<KeyStore, "find">;
  readonly #now: () => number;
  readonly #seen = new Map<string, { key: ApiKey | null; untilMs: number }>();

  constructor(keys: Pick<KeyStore, "find">, now: () => number) {
    this.#keys = keys;
    this.#now = now;
  }

  /** @throws AppError `key_missing`, `key_unknown`, `scope_missing` */
  async admit(authorization: string | undefined, scope: Scope): Promise<ApiKey> {
    const secret = /^Bearer ([\x21-\x7e]{8,200})$/i.exec(authorization ?? "")?.[1];
    if (!secret) throw new AppError("key_missing", "no bearer key");
    const key = await this.#find(createHash("sha256").update(secret).digest("hex"));
    if (!key) throw new AppError("key_unknown", "no such key");
    if (!key.scopes.includes(scope))
      throw new AppError("scope_missing", `key ${key.id} lacks ${scope}`, {
        issues: [{ field: "header.authorization", reason: `needs the scope ${scope}` }],
      });
    return key;
  }

  async #find(sha256: string): Promise<ApiKey | null> {
    const known = this.#seen.get(sha256);
    if (known && known.untilMs > this.#now()) return known.key;
    try {
      const key = await this.#keys.find(sha256);
      if (this.#seen.size >= REMEMBERED_KEYS) this.#seen.clear();
      this.#seen.set(sha256, { key, untilMs: this.#now() + REMEMBER_MS });
      return key;
    } catch (error) {
      if (known?.key) return known.key;
      throw error;
    }
  }
}
