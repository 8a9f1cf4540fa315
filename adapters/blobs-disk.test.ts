import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openDiskBlobs } from "./blobs-disk.ts";
import { smallDisk } from "./testing/full-disk.ts";

const folder = await mkdtemp(join(tmpdir(), "marquee-blobs-"));
afterAll(() => rm(folder, { recursive: true }));
const blobs = openDiskBlobs({ folder });

it.each([0, 1, 2, 300_000])("gives back %i bytes under their sha256", async (length) => {
  const bytes = new Uint8Array(length).fill(7);
  const name = await blobs.put(bytes);
  expect(name).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect(Buffer.compare((await blobs.get(name)) ?? Buffer.from("none"), bytes)).toBe(0);
});

it("keeps one file of what is put ten times at once, and nothing half-written", async () => {
  const bytes = Buffer.from("again");
  const [name = "", ...others] = await Promise.all(Array.from({ length: 10 }, () => blobs.put(bytes)));
  expect(new Set(others)).toEqual(new Set([name]));
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.includes(name.slice(4)));
  expect(files).toEqual([join(name.slice(0, 2), name.slice(2, 4), name)]);
});

it("has nothing under an unknown name, and refuses what is no name", async () => {
  expect(await blobs.get("0".repeat(64))).toBeNull();
  await writeFile(join(folder, "secret"), "secret");
  for (const name of ["../secret", "", "0".repeat(63), `${"0".repeat(64)}/..`, "A".repeat(64)]) {
    await expect(blobs.get(name)).rejects.toThrow("64 hexadecimal digits");
  }
});

it("says that the store is full when the disk is, and leaves nothing half-written", async (test) => {
  const small = await smallDisk(256 * 1024);
  if (!small) return test.skip("only a user who may mount can have a small disk");
  const crowded = openDiskBlobs({ folder: small });
  const first = await crowded.put(new Uint8Array(50_000));
  await expect(crowded.put(new Uint8Array(400_000))).rejects.toMatchObject({ code: "storage_full", retry: true });
  const files = (await readdir(small, { recursive: true })).filter((file) => file.length > 64);
  expect(files).toEqual([join(first.slice(0, 2), first.slice(2, 4), first)]);
  expect(await crowded.put(new Uint8Array(1_000).fill(1))).toMatch(/^[0-9a-f]{64}$/);
});
