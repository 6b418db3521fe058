import { send } from './http.ts';

/** @returns the value of a series as it stands in the text, its labels included; 0 when it is not there */
export async function readMetric(managementUrl: string, series: string): Promise<number> {
  const { body } = await send(`${managementUrl}/metrics`);
  const line = body.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.split(' ')[1] ?? 0);
}
