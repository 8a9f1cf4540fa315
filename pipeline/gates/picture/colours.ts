import { gridFor } from "../measure/frame.ts";
import type { Seen } from "../measure/seen.ts";
import type { PictureGate } from "./evidence.ts";

// Below this root mean square of chroma, code values, a picture is grey and has no colours to be wrong.
const LEAST_CHROMA = 2.5;

/** Whether the colours are the brief's: channels in the wrong order give an orange sky for a blue one. */
export const colouredAsDrawn: PictureGate = {
  name: "coloured as drawn",
  measures: "cosine between the painting's and the storyboard's chroma over cells of a thirtieth of the frame, -1..1",
  bound: "least",
  limit: 0.6,
  because:
    "The shipped painter keeps 0.88 to 1, film noir too; with red and blue swapped 51 of 52 paintings lie below.",
  again: true,
  measure: ({ painting, storyboard }) => {
    const painted = chromaOf(painting);
    const drawn = chromaOf(storyboard);
    const least = LEAST_CHROMA ** 2 * painted.length;
    const product = (one: Float32Array, other: Float32Array) =>
      one.reduce((sum, value, i) => sum + value * (other[i] as number), 0);
    const squares = [product(painted, painted), product(drawn, drawn)] as const;
    if (Math.min(...squares) < least) return null;
    return product(painted, drawn) / Math.sqrt(squares[0] * squares[1]);
  },
};

const chromaOf = ({ blue, red }: Seen): Float32Array =>
  Float32Array.from([...gridFor(blue).data, ...gridFor(red).data]);
