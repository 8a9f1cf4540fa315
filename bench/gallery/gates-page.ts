import { GATES_BY_SUBJECT } from "../../pipeline/gates/list.ts";

type Listed = (typeof GATES_BY_SUBJECT)[number]["gates"][number];

/** docs/gates.md, made from the list of gates; a test compares it with the file. */
export const gatesPage = (): string => `# Gates

A creative reaches a person only after it has passed these gates. Each is a value in \`pipeline/gates/\`, and \`pipeline/gates/list.ts\` has them all; this page is made from it by \`node bench/gallery/gates.ts\`. \`node bench/gates.ts\` measures how many good creatives they refuse and what they cost.

Paintings are measured before a title is set on them, so that a bad one costs no more. A creative that fails is tried again with another seed, three at a making and six in all, unless no seed could mend it; what each try did not pass is kept with seed and measure (\`GET /v1/creatives/{creative}/rejections\`, summed by gate in \`GET /v1/rejections\`). What fails to the last is \`refused\`. The judges that are installed (docs/recipes/add-a-judge.md) add gates of their own, by the limits of their papers; the words have gates before these ([words.md](words.md)).

${GATES_BY_SUBJECT.map(({ of, gates }) => `## ${of}\n\n${table(gates)}`).join("\n\n")}

## All creatives of a title

When an order has nothing of a title left to make, its creatives are looked at together: the Vendi score of order 2 says how many different pictures they amount to (\`experiments/variety.ts\`). Below 0.7 of their number, copies that nobody has reviewed are made anew of their next seeds, and the rejection says so (\`variety of the set\`). \`GET /v1/titles/{title}/variety\` shows the number and the pairs that are most alike.

## What faithful means

A picture shows the brief's first concept as its place, and the others in it. How much of it each thing takes is measured on the storyboard: the part of the frame that would look otherwise without it. A thing may take more than one that the brief names before it only while it is a motif, up to a fifth of the frame; weather and light (fog, storm, snow, bokeh, neon, fire, water) are no things. The painting is then held against the storyboard by layout, outlines and colours, so what was measured there holds here.

A picture of one person stands for the title's hero. Where the title has a cast and the hero is on it, the hero must be its first: nobody else is shown alone. In words, somebody billed later may not be named before, or without, those who are billed earlier. A hero who is a character is on no list of actors, and is held to neither rule; without a cast, people in a synopsis cannot be told from places, and the order of things alone is checked.
`;

const BOUNDS = { least: "at least", most: "at most", exactly: "exactly" } as const;

function table(gates: readonly Listed[]): string {
  const rows = gates.map(({ name, measures, bound, limit, because, again }) => {
    const says = typeof limit === "number" ? limit.toLocaleString("en-GB") : limit.says;
    return `| ${name} | ${measures} | ${BOUNDS[bound]} ${says} | ${because} | ${again ? "yes" : "no"} |`;
  });
  return ["| gate | measures | limit | because | another seed may pass |", "|---|---|---|---|---|", ...rows].join("\n");
}
