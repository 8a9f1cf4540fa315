import { clientTypes } from "../../client/generate.ts";
import type { Rule } from "../project.ts";
import { firstDifference } from "../text.ts";

const TYPES = "client/api.ts";
const DOCUMENT = "docs/openapi.json";

export const client: Rule = {
  name: "client",
  reason: "The client's types are made from the OpenAPI document; run `npm run openapi` after changing a route.",
  find: (project) => {
    const document = JSON.parse(project.files.get(DOCUMENT) ?? '{"paths":{}}');
    const line = firstDifference(project.files.get(TYPES) ?? "", clientTypes(document));
    return line === null ? [] : [{ file: TYPES, line, what: `is not what ${DOCUMENT} says` }];
  },
};
