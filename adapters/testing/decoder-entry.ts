import { AppError } from "../../core/errors.ts";
import { serveDecoder } from "../decode-child.ts";

/** A decoder's child that does what the file says, with real loops, crashes and memory. */
const held: Uint8Array[] = [];

serveDecoder(async (bytes) => {
  const [what, detail = ""] = Buffer.from(bytes.subarray(0, 40)).toString("latin1").split(" ");
  if (what === "spin") for (;;); // holds its event loop, as a native decoder may
  if (what === "sleep") await new Promise((wake) => setTimeout(wake, 100_000));
  if (what === "hog") for (;;) held.push(new Uint8Array(20_000_000).fill(1));
  if (what === "crash") process.kill(process.pid, "SIGSEGV");
  if (what === "leave") process.exit(3);
  if (what === "refuse") throw new AppError("asset_too_large", detail, { issues: [{ field: "body", reason: detail }] });
  if (what === "throw") throw new Error("no loader");
  const said = what === "env" ? JSON.stringify(process.env) : `${process.pid} ${bytes.length}`;
  return {
    bytes: Buffer.from(said),
    widthPx: 1,
    heightPx: 1,
    from: "png",
    keptAs: "image/png",
    turned: false,
    stripped: [],
    framesDropped: 0,
  };
});
