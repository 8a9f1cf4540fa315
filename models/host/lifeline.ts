import { Socket } from "node:net";
import { LIFELINE_FD } from "./messages.ts";

/**
 * A thread of a model's process that ends the process when its host dies. The main thread cannot: inference holds its
 * event loop, for ever where it hangs.
 */
new Socket({ fd: LIFELINE_FD, readable: true, writable: false })
  .on("error", () => {})
  .on("close", () => process.kill(process.pid, "SIGKILL"))
  .resume();
