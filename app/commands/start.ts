import { closeOnSignal } from "../lifecycle.ts";
import type { Settings } from "../settings.ts";
import { startService } from "../supervisor.ts";

export async function run(settings: Settings): Promise<void> {
  const service = await startService(settings, { toLogFiles: false, log: (line) => console.error(`marquee: ${line}`) });
  closeOnSignal(service.stop);
  console.log(`Marquee answers at ${service.apiUrl} (try ${service.apiUrl}/readyz). Ctrl-C stops it.`);
  console.log("Make an API key in another terminal: npm run keys -- --name me --scopes catalogue:read,artwork:read");
}
