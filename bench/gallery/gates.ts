/** Makes docs/gates.md. `node bench/gallery/gates.ts` */
import { writeFile } from "node:fs/promises";
import { gatesPage } from "./gates-page.ts";

await writeFile(new URL("../../docs/gates.md", import.meta.url), gatesPage());
