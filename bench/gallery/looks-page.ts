import { LOOKS } from "../../pipeline/looks/looks.ts";

/** docs/looks.md, made from the list of looks; a test compares it with the file. */
export function looksPage(): string {
  const rows = LOOKS.map(({ name, says, args }) => {
    const used = Object.entries(args).map(([arg, value]) => `\`${arg}\` ${value}`);
    return `## ${name}\n\n${says} ${used.length > 0 ? `Arguments: ${used.join(", ")}.` : "No arguments."}\n\n![${name}](pictures/looks/${name}.webp)\n`;
  });
  return `# Looks

A look treats the graded picture as a whole, before the title is set. It is one of the designed attributes: drawn with a recorded probability, within what cluster and brand allow. Each is a value in \`pipeline/looks/\`; sizes are thousandths of the shorter side. This page and its pictures are made from that list by \`node bench/gallery/looks.ts\`.

${rows.join("\n")}`;
}
