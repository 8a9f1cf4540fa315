import { z } from "zod";

/**
 * What a picture is, in the terms that laws and readers of pictures use (IPTC NewsCodes, Digital Source Type): made by
 * a trained network alone, or composed with what it made.
 */
export const DigitalSourceType = z.enum([
  "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
  "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
]);
export type DigitalSourceType = z.infer<typeof DigitalSourceType>;

export const digitalSourceOf = ({ keyArt }: { readonly keyArt?: unknown }): DigitalSourceType =>
  keyArt
    ? "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    : "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
