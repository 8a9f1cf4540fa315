/** Makes docs/words.md. `node bench/gallery/words.ts` */
import { writeFile } from "node:fs/promises";
import { wordsPage } from "./words-page.ts";

await writeFile(new URL("../../docs/words.md", import.meta.url), wordsPage());
