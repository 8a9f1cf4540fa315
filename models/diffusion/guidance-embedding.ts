const { fround } = Math;

/**
 * The guidance scale as latent consistency models take it, in the UNet input `timestep_cond`, in place of a second pass:
 * sinusoids of w = scale - 1 as for timesteps. Source: Luo et al., arXiv:2310.04378, section 4.2 and appendix E.
 *
 * @param scale guidance, 1 or more
 * @param size length of the result, 4 or more, even; the UNet's `time_cond_proj_dim`, usually 256
 * @returns `size / 2` sines, then as many cosines, in -1..1
 */
export function guidanceEmbedding(scale: number, size: number): Float32Array {
  const half = size / 2;
  const embedding = new Float32Array(size);
  for (let index = 0; index < half; index++) {
    // The angle is float32 as in the reference: it makes many turns, and its last bit moves the sine by up to 5e-4.
    const angle = fround(fround((scale - 1) * 1000) * fround(10_000 ** (-index / (half - 1))));
    embedding[index] = Math.sin(angle);
    embedding[half + index] = Math.cos(angle);
  }
  return embedding;
}
