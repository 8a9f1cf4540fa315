import { AppError } from "../core/errors.ts";
import { ApiKey } from "../core/key.ts";
import type { KeyStore } from "../core/ports.ts";
import type { Database } from "./database-postgres.ts";

export function keysOnPostgres(database: Database): KeyStore {
  return {
    find: async (sha256) => {
      const [row] = await database.query(
        'SELECT id, name, sha256, scopes, workspace_id AS "workspaceId" FROM api_keys WHERE sha256 = $1 AND revoked_at IS NULL',
        [sha256],
      );
      return row ? ApiKey.parse(row) : null;
    },

    /** @throws AppError `id_taken` when the id or the secret is another key's. The same key again changes nothing. */
    add: async (key) => {
      const values = [key.id, key.name, key.sha256, key.scopes, key.workspaceId];
      await database.query(
        `INSERT INTO api_keys (id, name, sha256, scopes, workspace_id) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING`,
        values,
      );
      const same = await database.query(
        "SELECT 1 FROM api_keys WHERE id = $1 AND name = $2 AND sha256 = $3 AND scopes = $4 AND workspace_id = $5",
        values,
      );
      if (same.length === 0) throw new AppError("id_taken", `an API key with the id ${key.id} or its secret exists`);
    },

    revoke: async (id) => {
      await database.query("UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL", [id]);
    },
  };
}
