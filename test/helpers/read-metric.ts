/** @returns the value of a series as it stands in the text, its labels included; 0 when it is not there */
export async function readMetric(managementUrl: string, series: string): Promise<number> {
  const text = await (await fetch(`${managementUrl}/metrics`)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.split(' ')[1] ?? 0);
}
