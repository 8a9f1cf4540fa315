import type { Cast } from "./cast.ts";

/** Says how to go on by hand, and waits for Ctrl-C. */
export async function keepServing(
  service: { readonly apiUrl: string; readonly key: string },
  cast: Cast,
  signal: AbortSignal,
): Promise<void> {
  const [title, user] = [cast.titles[0]?.id, [...cast.users.values()][0]?.[0]];
  console.log(`
Marquee goes on answering at ${service.apiUrl} (its document: ${service.apiUrl}/openapi.json). Try:

  curl -H "Authorization: Bearer ${service.key}" "${service.apiUrl}/v1/artwork/${title}?user=${user}"

Ctrl-C stops it.`);
  signal.throwIfAborted();
  // A promise alone does not keep a process; the service's children do.
  await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
}
