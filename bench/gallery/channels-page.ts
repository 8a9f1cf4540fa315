import { CHANNELS, ChannelName, formatsOf } from "../../core/channel.ts";

/** docs/channels.md, made from the catalogue; a test compares it with the file. */
export function channelsPage(): string {
  const rows = ChannelName.options.map((name) => {
    const { widthPx, heightPx, densities, shape, safe, maxBytes } = CHANNELS[name];
    const margins = [safe.top, safe.right, safe.bottom, safe.left]
      .map((share) => `${Math.round(share * 100)}`)
      .join(" ");
    const budgets = formatsOf(name).map((format) => `${format} ${Math.round((maxBytes[format] ?? 0) / 1_000)} kB`);
    return `| ${name} | ${widthPx}x${heightPx} | ${densities.map((density) => `${density}x`).join(", ")} | ${shape} | ${margins} | ${budgets.join(", ")} |`;
  });
  return `# Channels

Where artwork is shown. A scene is painted once wide (1280x720) and once tall (800x1200), as far as an order needs both; every channel's frame is cut from one of the two, as large as it goes and never with bars, around the subject and the faces that the crop must hold. Then it is graded, and its title is laid out for that frame alone. Each file is the smallest that looks as asked (multi-scale structural similarity of 0.99, of 0.985 at twice the density) within its channel's budget; the budget at 2x is 2.8 times that at 1x.

| channel | size, px | densities | cut from | free of titles, % (top right bottom left) | budget, manifest included |
|---|---|---|---|---|---|
${rows.join("\n")}

How many grapheme clusters of which text each has room for stands in [words.md](words.md). [A new channel is one record](recipes/add-a-channel.md).

![Six titles, one row each, in the channels ${ChannelName.options.join(", ")}](pictures/channels/sheet.webp)

Six films of the samples, made by the shipped painter, one row each, in the order of the table. This page and its picture are made by \`node bench/gallery/channels.ts\`.
`;
}
