import { fileURLToPath } from "node:url";
import { type Project, type Rule, readProject } from "./project.ts";
import { circles } from "./rules/circles.ts";
import { client } from "./rules/client.ts";
import { dependencies } from "./rules/dependencies.ts";
import { environment } from "./rules/environment.ts";
import { floors } from "./rules/floors.ts";
import { licences } from "./rules/licences.ts";
import { openapi } from "./rules/openapi.ts";
import { routes } from "./rules/routes.ts";
import { seeded } from "./rules/seeded.ts";
import { size } from "./rules/size.ts";
import { vendors } from "./rules/vendors.ts";

export const RULES: readonly Rule[] = [
  floors,
  vendors,
  circles,
  environment,
  seeded,
  size,
  routes,
  openapi,
  client,
  dependencies,
  licences,
];

/** One line an offence, then the reason of its rule; empty when every rule is kept. */
export async function report(project: Project, rules: readonly Rule[] = RULES): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const rule of rules) {
    const offences = await rule.find(project);
    lines.push(...offences.map(({ file, line, what }) => `${file}:${line} ${what}`));
    if (offences.length > 0) lines.push(`  ${rule.name}: ${rule.reason}`);
  }
  return lines;
}

if (import.meta.main) {
  const project = await readProject(fileURLToPath(new URL("..", import.meta.url)));
  const lines = await report(project);
  console.log(lines.length > 0 ? lines.join("\n") : `${RULES.length} rules kept by ${project.files.size} files.`);
  process.exitCode = lines.length > 0 ? 1 : 0;
}
