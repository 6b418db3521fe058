import { fillIn, type Panel } from '../../../test/monitoring/shipped-files.ts';
import type { DrawnPanel, Series } from './draw-panels.ts';

const STEPS = 120;

interface RangeSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [time: number, value: string])[];
}

/**
 * Asks a Prometheus for what the panels show, over the last `seconds` up to now.
 *
 * @param url of the Prometheus
 */
export async function readPanels(
  url: string,
  panels: readonly Panel[],
  seconds: number,
): Promise<readonly DrawnPanel[]> {
  const end = Date.now() / 1000;
  return Promise.all(
    panels.map(async (panel) => {
      const series = await Promise.all(
        (panel.targets ?? []).map(async ({ expr, legendFormat }): Promise<Series[]> => {
          const query = new URLSearchParams({
            query: fillIn(expr),
            start: `${end - seconds}`,
            end: `${end}`,
            step: `${seconds / STEPS}`,
          });
          const answer = await fetch(`${url}/api/v1/query_range?${query}`);
          const { data } = (await answer.json()) as { data: { result: RangeSeries[] } };
          return data.result.map(({ metric, values }) => ({
            name: legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? ''),
            points: readNumbers(values),
          }));
        }),
      );
      const filled = series.flat().filter(({ points }) => points.length > 0);
      return { panel, series: filled.sort((a, b) => lastOf(b) - lastOf(a)) };
    }),
  );
}

function lastOf({ points }: Series): number {
  return points.at(-1)?.[1] ?? 0;
}

/** Without what is not a number, such as the ratio of nothing to nothing. */
function readNumbers(values: RangeSeries['values']): Series['points'] {
  return values
    .map(([time, value]) => [time, Number(value)] as const)
    .filter(([, value]) => Number.isFinite(value));
}
