import { ExperimentReport } from "../../../api/report.ts";
import type { TitleId } from "../../../core/title.ts";
import type { Report } from "../result.ts";
import type { Demo } from "./demo.ts";

/** Reads what the service says of every experiment. */
export async function readReports({ api, progress }: Demo, titles: readonly TitleId[]): Promise<Report[]> {
  return progress.phase({ label: "Reading the results", total: titles.length, unit: "title" }, async (bar) => {
    const reports: Report[] = [];
    for (const title of titles) {
      reports.push(await api.get(`/v1/experiments/${title}`, ExperimentReport));
      bar.to(reports.length);
    }
    return reports;
  });
}
