import type { Offence, Project, Rule } from "../project.ts";
import { dependenciesOf } from "./dependencies.ts";

/** Fonts end up in the pictures that we hand out, so each is named with its licence. */
function find(project: Project): readonly Offence[] {
  const notice = project.files.get("NOTICE") ?? "";
  return dependenciesOf(project)
    .filter(({ name }) => name.startsWith("@expo-google-fonts/"))
    .flatMap(({ name, line }) => {
      const said = notice.split("\n").find((text) => text.match(/@[\w./-]+/g)?.some((word) => word === name));
      if (!said) return [{ file: "package.json", line, what: `${name} is not named in NOTICE` }];
      return /OFL|Open Font License|Apache/i.test(said)
        ? []
        : [
            {
              file: "NOTICE",
              line: notice.split("\n").indexOf(said) + 1,
              what: `${name} is named without its licence`,
            },
          ];
    });
}

export const licences: Rule = {
  name: "licences",
  reason: "The fonts' licences ask to be passed on with them.",
  find,
};
