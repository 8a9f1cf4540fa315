import { openHost } from "../host/host.ts";
import { hosted, pictureOf } from "./hosted.ts";

/** A process that hosts a model which hangs, says its pid, and waits to be killed. */
const host = openHost({ models: [hosted("loop")], memoryMb: 1_000, threads: 1 });
const loop = await host.picture("tiny-loop");
await host.start("tiny-loop");
void loop.apply({ picture: pictureOf(255) }, new AbortController().signal);
setTimeout(() => console.log(host.running()[0]?.pid), 300); // by now it is in the middle of it
