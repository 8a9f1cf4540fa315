import { hkdfSync, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_WORKSPACE, type WorkspaceId } from "../core/workspace.ts";

/**
 * The secret that signs exposure tokens and salts users' arms, 32 random bytes, made at the first start and kept
 * where only the owner can read it. All API processes of one service share the folder, or a copy of the file.
 */
export async function tokenSecret(home: string): Promise<Buffer> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const path = join(home, "token-secret");
  const fresh = randomBytes(32);
  try {
    // `wx`: of two processes that start at once, the second reads what the first wrote.
    await writeFile(path, fresh.toString("hex"), { flag: "wx", mode: 0o600 });
    return fresh;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const kept = Buffer.from((await readFile(path, "utf8")).trim(), "hex");
  if (kept.length !== 32)
    throw new Error(`${path} does not hold 64 hexadecimal digits; remove it to make a new secret`);
  return kept;
}

/**
 * The secret of one workspace (HKDF, RFC 5869): a token of another does not verify here, and the same pseudonym in two
 * workspaces has nothing in common. `default` keeps the service's own, with which its tokens have always been signed.
 */
export const secretOf = (secret: Buffer, workspace: WorkspaceId): Buffer =>
  workspace === DEFAULT_WORKSPACE ? secret : Buffer.from(hkdfSync("sha256", secret, "", `workspace ${workspace}`, 32));
