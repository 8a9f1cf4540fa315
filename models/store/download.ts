import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { z } from "zod";
import { diskError, HubError } from "./errors.ts";
import { type Hashes, hashFile } from "./hash.ts";
import { type Answer, ask, type Hub } from "./http.ts";
import type { HubFile } from "./hub.ts";
import { type Retries, tryAgain } from "./retry.ts";

export type Download = {
  readonly hub: Hub;
  readonly retries: Retries;
  readonly signal: AbortSignal;
  /** On the hub, from its root. */
  readonly from: string;
  /** What the hub or a pin says of it. */
  readonly file: HubFile;
  /** Where it lies once it is whole and verified. */
  readonly place: string;
  /** Where it grows; it outlives a pull that was broken off. */
  readonly part: string;
  /** The largest that is taken where the hub does not say how large it is. */
  readonly mostBytes: number;
  /** Told how much of it is here; less than before where it had to begin anew. */
  readonly onBytes: (bytes: number) => void;
};

/** A try that brought this much was no failure to count, however it ended. */
const GAIN_BYTES = 8 * 1024 * 1024;

/**
 * Fetches one file, going on from the part that an earlier pull left.
 *
 * @returns the hashes of what now lies at `place`
 * @throws HubError with the reason, without the file's name
 */
export async function download(job: Download): Promise<Hashes> {
  if ((await sizeOf(job.place)) !== null) return confirm(job, job.place);
  await mkdir(dirname(job.part), { recursive: true });
  const progress = { before: 0, here: 0 };
  const fetchOn = async () => {
    const { have, etag } = await partOf(job);
    progress.before = progress.here = have;
    // A part that is whole was only not verified yet.
    if (have === 0 || have !== job.file.bytes) await fetchFrom(job, have, etag, progress);
  };
  await tryAgain(job.retries, job.signal, fetchOn, () => progress.here - progress.before >= GAIN_BYTES);
  const hashes = await confirm(job, job.part);
  await mkdir(dirname(job.place), { recursive: true });
  await rename(job.part, job.place);
  await rm(noteOf(job.part), { force: true });
  return hashes;
}

async function fetchFrom(job: Download, have: number, etag: string | null, progress: { here: number }): Promise<void> {
  const headers = have === 0 ? {} : { Range: `bytes=${have}-`, ...(etag === null ? {} : { "If-Range": etag }) };
  const answer = await ask(job.hub, job.from, { headers, signal: job.signal });
  if (have > 0 && !continues(job, answer, have, etag)) {
    await rm(job.part, { force: true });
    throw new HubError("changed on the hub while it was fetched", { retry: true });
  }
  checkHeaders(job, answer);
  const start = answer.status === 206 ? have : 0;
  await writeFile(noteOf(job.part), JSON.stringify({ from: job.from, etag: strongEtag(answer) }));
  await keep(job, answer, start, progress);
}

/** A hub that ignores ranges sends all of it again, which is slower and no worse. */
function continues(job: Download, answer: Answer, have: number, etag: string | null): boolean {
  if (answer.status === 200) return true;
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(answer.headers.get("content-range") ?? "") ?? [];
  const now = strongEtag(answer);
  const sameSize = total === "*" || job.file.bytes === null || Number(total) === job.file.bytes;
  return answer.status === 206 && Number(from) === have && sameSize && (etag === null || now === null || now === etag);
}

function checkHeaders({ file, mostBytes }: Download, { status, headers }: Answer): void {
  const refuse = (message: string) => {
    throw new HubError(message, { retry: false });
  };
  if (status === 416) refuse("cannot be had in parts");
  const isPage = /^text\/html\b/i.test(headers.get("content-type") ?? "");
  if (isPage && ![".html", ".htm"].includes(extname(file.path)))
    refuse("came as a web page instead of the file itself");
  const length = headers.get("content-length");
  if (status !== 200 || length === null) return;
  if (file.bytes !== null && Number(length) !== file.bytes)
    refuse(`comes with ${length} bytes, the hub's list says ${file.bytes}`);
  if (Number(length) > mostBytes) refuse(`has ${length} bytes; ${mostBytes} are allowed (--max-gb)`);
}

async function keep(job: Download, answer: Answer, start: number, progress: { here: number }): Promise<void> {
  const { file, part, mostBytes } = job;
  const handle = await open(part, start > 0 ? "r+" : "w");
  try {
    let at = start;
    for await (const chunk of answer.body()) {
      if (file.bytes !== null && at + chunk.length > file.bytes)
        throw new HubError(`goes on past the ${file.bytes} bytes that the hub's list says`, { retry: false });
      if (at + chunk.length > mostBytes)
        throw new HubError(`has more than ${mostBytes} bytes; no more are allowed (--max-gb)`, { retry: false });
      await write(handle, chunk, at);
      at += chunk.length;
      progress.here = at;
      job.onBytes(at);
    }
    if (file.bytes !== null && at < file.bytes)
      throw new HubError(`ended after ${at} of ${file.bytes} bytes`, { retry: true });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function write(handle: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, at + done).catch((error: unknown) => {
      throw diskError(error);
    });
    done += bytesWritten;
  }
}

/** Compares with what the hub says of it, and lets nothing lie about that does not hold. */
async function confirm({ file, signal, onBytes }: Download, place: string): Promise<Hashes> {
  const hashes = await hashFile(place, (await sizeOf(place)) ?? 0, signal);
  onBytes(hashes.bytes);
  const objection = hashObjection(file, hashes);
  if (objection === null) return hashes;
  await rm(place, { force: true });
  await rm(noteOf(place), { force: true });
  throw new HubError(objection, { retry: false });
}

/** What tells a file's hashes from what was said of it, or null. */
export function hashObjection(said: HubFile, { bytes, sha256, gitSha1 }: Hashes): string | null {
  if (said.bytes !== null && said.bytes !== bytes) return `has ${bytes} bytes, the hub's list says ${said.bytes}`;
  if (said.sha256 !== null && said.sha256 !== sha256) return `has sha256 ${sha256}, it should be ${said.sha256}`;
  if (said.gitSha1 !== null && said.gitSha1 !== gitSha1)
    return `has git hash ${gitSha1}, the hub's list says ${said.gitSha1}`;
  return null;
}

/** How much of the part can be built on; one that cannot be told from another file's is no use. */
async function partOf({ file, from, part }: Download): Promise<{ have: number; etag: string | null }> {
  const have = (await sizeOf(part)) ?? 0;
  const note = await readNote(part);
  const isOurs = note !== null && note.from === from && have <= (file.bytes ?? Number.POSITIVE_INFINITY);
  const isSure = note?.etag != null || file.sha256 !== null || file.gitSha1 !== null;
  if (isOurs && isSure) return { have, etag: note.etag };
  await rm(part, { force: true });
  return { have: 0, etag: null };
}

const noteOf = (part: string): string => `${part}.json`;

const Note = z.object({ from: z.string(), etag: z.string().nullable() });

async function readNote(part: string): Promise<z.infer<typeof Note> | null> {
  try {
    return Note.parse(JSON.parse(await readFile(noteOf(part), "utf8")));
  } catch {
    return null; // not written yet, or only half
  }
}

/** A weak one only says that the content means the same. */
const strongEtag = ({ headers }: Answer): string | null => {
  const etag = headers.get("etag");
  return etag === null || etag.startsWith("W/") ? null : etag;
};

async function sizeOf(place: string): Promise<number | null> {
  return stat(place).then(
    (about) => about.size,
    () => null,
  );
}
