import type { Brief } from "../../core/creative.ts";
import type { Pixels } from "../../core/picture.ts";
import type { ReadAsset } from "../key-art/read.ts";
import type { TitleFrame } from "../type/frame.ts";
import type { Titled } from "../type/treatment.ts";
import { setAgeRating } from "./age-rating.ts";
import { placeBrandLogo, regionOf } from "./brand-logo.ts";
import { type Mark, readMark, stamp } from "./image.ts";

/** The logos that a brief brings, read once for all its frames. */
export type Marks = { readonly title: Mark | null; readonly brand: Mark | null };

export async function readMarks({ logo, brand }: Brief, read: ReadAsset | undefined): Promise<Marks> {
  return {
    title: logo ? await readMark(logo, read) : null,
    brand: brand?.logo ? await readMark(brand.logo.asset, read) : null,
  };
}

/** A frame with a place for its brand's logo, ready for a title that keeps clear of that. */
export type Branded = {
  readonly pixels: Pixels;
  readonly frame: TitleFrame;
  /** Sets the logo and the rating on the titled picture, in place. */
  readonly finish: (titled: Pick<Titled, "pixels" | "ink">) => Promise<void>;
};

export async function brandFrame(picture: Pixels, frame: TitleFrame, brief: Brief, marks: Marks): Promise<Branded> {
  const { brand, ageRating } = brief;
  const set = brand?.logo && marks.brand ? await placeBrandLogo(picture, frame, brand.logo, marks.brand) : null;
  return {
    pixels: set?.pixels ?? picture,
    frame: set ? { ...frame, keep: [...frame.keep, regionOf(set.clear, frame)] } : frame,
    finish: async ({ pixels, ink }) => {
      if (set) stamp(pixels, set.mark, set.box.x, set.box.y);
      if (ageRating === undefined) return;
      await setAgeRating(pixels, frame, ageRating, set ? [ink, set.clear] : [ink]);
    },
  };
}
