import { frameOf, mostBytes } from "../../../core/channel.ts";
import type { FileGate } from "./evidence.ts";

const ofChannel = "The channel's record says so; players crop and scale what is of another size.";

export const width: FileGate = {
  name: "file width",
  measures: "pixels across, of the decoded file",
  bound: "exactly",
  limit: {
    says: "the channel's width at the file's density",
    of: ({ rendition }) => frameOf(rendition.channel, rendition.density).widthPx,
  },
  because: ofChannel,
  again: true,
  measure: ({ decoded }) => decoded?.widthPx ?? null,
};

export const height: FileGate = {
  name: "file height",
  measures: "pixels down, of the decoded file",
  bound: "exactly",
  limit: {
    says: "the channel's height at the file's density",
    of: ({ rendition }) => frameOf(rendition.channel, rendition.density).heightPx,
  },
  because: ofChannel,
  again: true,
  measure: ({ decoded }) => decoded?.heightPx ?? null,
};

export const format: FileGate = {
  name: "file format",
  measures: "1 when the decoded bytes are of the format that the file is served as, else 0",
  bound: "least",
  limit: 1,
  because: "A browser is told the format and trusts it.",
  again: true,
  measure: ({ rendition, decoded }) =>
    decoded ? Number(rendition.format === (decoded.format === "heif" ? "avif" : decoded.format)) : null,
};

export const bytes: FileGate = {
  name: "file size",
  measures: "bytes of the file",
  bound: "most",
  limit: {
    says: "the channel's budget for the format and density",
    of: ({ rendition: { channel, density, format } }) => mostBytes(channel, density, format),
  },
  because: "The channel's budget: what loads late is not seen.",
  again: true,
  measure: ({ rendition }) => rendition.bytes.byteLength,
};
