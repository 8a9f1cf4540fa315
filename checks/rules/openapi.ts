import { openApiText } from "../../app/commands/openapi.ts";
import type { Rule } from "../project.ts";
import { firstDifference } from "../text.ts";

const DOCUMENT = "docs/openapi.json";

export const openapi: Rule = {
  name: "openapi",
  reason: "The document is made from the routes; run `npm run openapi` after changing one.",
  find: (project) => {
    const line = firstDifference(project.files.get(DOCUMENT) ?? "", openApiText());
    return line === null ? [] : [{ file: DOCUMENT, line, what: "is not what the routes say" }];
  },
};
