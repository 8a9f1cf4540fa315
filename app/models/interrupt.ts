/** Ends what is under way when the person does; asked twice, the process ends at once. */
export function onInterrupt(reason: string): AbortSignal {
  const stop = new AbortController();
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)
    process.once(signal, () => {
      process.exitCode = code;
      stop.abort(new Error(reason));
    });
  return stop.signal;
}
