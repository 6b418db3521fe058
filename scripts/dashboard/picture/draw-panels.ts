import type { Panel } from '../../../test/monitoring/shipped-files.ts';

/** A line of a chart. */
export interface Series {
  readonly name: string;
  /** Seconds since the epoch and value, in this order. */
  readonly points: readonly (readonly [time: number, value: number])[];
}

export interface DrawnPanel {
  readonly panel: Panel;
  readonly series: readonly Series[];
}

const COLORS = ['#73bf69', '#f2cc0c', '#8ab8ff', '#ff780a', '#f2495c', '#5794f2', '#b877d9', '#37872d'];
const MOST_NAMES = 6;
const WIDTH = 100;
const HEIGHT = 40;

/** A page in which every panel has the place that the dashboard gives it. */
export function drawPanels(panels: readonly DrawnPanel[]): string {
  const cells = panels.map((drawn) => {
    const { x, y, w, h } = drawn.panel.gridPos;
    return `<section class="${drawn.panel.type}" style="grid-area:${y + 1}/${x + 1}/span ${h}/span ${w}">
<h2>${escapeText(drawn.panel.title)}</h2>${drawContent(drawn)}</section>`;
  });
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><main>${cells.join('\n')}</main>`;
}

function drawContent({ panel, series }: DrawnPanel): string {
  const unit = panel.fieldConfig?.defaults.unit ?? 'short';
  if (panel.type === 'row') return '';
  if (series.length === 0) return '<p class="empty">No data</p>';
  const last = ({ points }: Series): string => formatValue(points.at(-1)?.[1] ?? 0, unit);
  if (panel.type === 'stat') return `<p class="value">${series.map(last).join(' ')}</p>`;
  const rows = (shown: readonly Series[], mark: (index: number) => string): string =>
    shown
      .map((one, index) => `<tr><td>${mark(index)}${escapeText(one.name)}</td><td>${last(one)}</td></tr>`)
      .join('');
  if (panel.type === 'table') return `<table>${rows(series, () => '')}</table>`;
  const color = (index: number): string => COLORS[index % COLORS.length] ?? '';
  const legend = rows(series.slice(0, MOST_NAMES), (index) => `<i style="background:${color(index)}"></i>`);
  return `${drawLines(series, color)}<table>${legend}</table>`;
}

function drawLines(series: readonly Series[], color: (index: number) => string): string {
  const points = series.flatMap((one) => one.points);
  const [from, to] = [Math.min(...points.map(([time]) => time)), Math.max(...points.map(([time]) => time))];
  const top = Math.max(...points.map(([, value]) => value)) || 1;
  const lines = series.map((one, index) => {
    const places = one.points.map(([time, value]) => {
      const [x, y] = [((time - from) / (to - from || 1)) * WIDTH, HEIGHT - (value / top) * (HEIGHT - 2)];
      return `${x.toFixed(2)},${y.toFixed(2)}`;
    });
    return `<polyline points="${places.join(' ')}" stroke="${color(index)}"/>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${lines.join('')}</svg>`;
}

/** @param unit a unit of Grafana that the dashboard uses */
function formatValue(value: number, unit: string): string {
  const text = (number: number): string => Number(number.toPrecision(3)).toLocaleString('en');
  if (unit === 'percentunit') return `${text(value * 100)} %`;
  if (unit === 'reqps' || unit === 'cps') return `${text(value)}/s`;
  if (unit === 'bytes') return `${text(value / 2 ** 20)} MiB`;
  if (unit === 's') return value < 1 ? `${text(value * 1000)} ms` : `${text(value)} s`;
  return text(value);
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const STYLE = `
body { margin: 0; background: #111217; color: #ccccdc; font: 12px/1.3 Inter, sans-serif; }
main { display: grid; grid-template-columns: repeat(24, 1fr); grid-auto-rows: 30px; gap: 6px; padding: 8px; }
section { background: #181b1f; border: 1px solid #2c2f36; border-radius: 2px; padding: 4px 8px; overflow: hidden;
  display: flex; flex-direction: column; min-width: 0; }
section.row { background: none; border: none; justify-content: center; }
h2 { font-size: 12px; font-weight: 500; margin: 2px 0; white-space: nowrap; }
.row h2 { font-size: 15px; }
svg { flex: 1; min-height: 0; width: 100%; }
polyline { fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
table { width: 100%; border-collapse: collapse; }
td { padding: 0; white-space: nowrap; }
td:last-child { text-align: right; color: #8ab8ff; }
.table td { padding: 3px 0; border-bottom: 1px solid #2c2f36; }
i { display: inline-block; width: 12px; height: 3px; margin-right: 6px; vertical-align: middle; }
.value { flex: 1; display: flex; align-items: center; justify-content: center; margin: 0; font-size: 26px; color: #73bf69; }
.empty { flex: 1; display: flex; align-items: center; justify-content: center; margin: 0; color: #77797e; }
`;
