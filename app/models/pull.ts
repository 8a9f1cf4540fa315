import { parseHubUrl, tokenFor } from "../../models/store/http.ts";
import { pullModel } from "../../models/store/pull.ts";
import type { PullRequest } from "../../models/store/request.ts";
import type { Flags } from "../main.ts";
import { shelvesOf } from "../models.ts";
import type { Settings } from "../settings.ts";
import { byteBar } from "./bar.ts";
import { onInterrupt } from "./interrupt.ts";
import { inTheStore } from "./outcome.ts";
import { listOf, numberOf, pinsOf, wholeOf } from "./words.ts";

// A hub's large files come from far away and begin late; past this nothing will come.
const STALL_MS = 30_000;
const RETRIES = { attempts: 5, backoffMs: 1_000 };
// More than any model that two cores could run; it stops a hub that lies about its sizes.
const MOST_GB = 64;

export async function pull(settings: Settings, flags: Flags, [repo = ""]: readonly string[]): Promise<void> {
  const shelves = shelvesOf(settings);
  const hubUrl = parseHubUrl(settings.hubUrl, "MARQUEE_HUB_URL");
  const hub = {
    url: flags.mirror === undefined ? hubUrl : parseHubUrl(flags.mirror, "--mirror"),
    token: tokenFor(settings.hubToken, hubUrl),
    stallMs: STALL_MS,
  };
  const signal = onInterrupt("stopped; what was fetched is kept, and the next pull goes on from here");
  const bar = byteBar(process.stderr, repo);
  try {
    const { manifest, outcome } = await pullModel(requestOf(repo, flags), {
      shelves,
      hub,
      retries: RETRIES,
      signal,
      tell: ({ path, done, total }) => bar.to({ what: path, done, total }),
    });
    bar.end();
    if (outcome === "already-here") console.log(`The hub has nothing newer; every file was hashed again.`);
    console.log(inTheStore(manifest, shelves));
  } finally {
    bar.end();
  }
}

const requestOf = (repo: string, flags: Flags): PullRequest => ({
  repo,
  revision: flags.revision ?? "main",
  id: flags.id,
  licence: flags.licence,
  memoryMb: wholeOf("--memory-mb", flags["memory-mb"], 1, 10_000_000),
  globs: listOf(flags.files),
  pins: pinsOf(flags.pin ?? []),
  mostBytes: (numberOf("--max-gb", flags["max-gb"], 0, 100_000) ?? MOST_GB) * 1e9,
});
