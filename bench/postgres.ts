import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../adapters/database-embedded.ts";

/** A PostgreSQL of the bench's own, empty; its folder goes when it stops. */
export async function freshPostgres(): Promise<{ ownerUrl: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "marquee-bench-"));
  await chmod(folder, 0o711); // as root, PostgreSQL runs as somebody else
  const postgres = await startEmbeddedPostgres({ folder, log: () => {} });
  return {
    ownerUrl: postgres.ownerUrl,
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
