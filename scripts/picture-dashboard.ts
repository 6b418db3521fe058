import { launchBrowser } from '../src/sandbox/browser.ts';
import { findProgram, PROMETHEUS_MISSING, startPrometheus } from '../test/helpers/prometheus.ts';
import { ALERTS_FILE, DASHBOARD, type Panel } from '../test/monitoring/shipped-files.ts';
import { drawPanels } from './dashboard/picture/draw-panels.ts';
import { readPanels } from './dashboard/picture/read-panels.ts';
import { startTraffic } from './dashboard/picture/start-traffic.ts';

/**
 * `npm run dashboard:picture`: plays three minutes of traffic of five tenants, asks a real Prometheus what the panels of the
 * dashboard show, and draws them where the dashboard places them, as docs/pictures/dashboard.png. It is drawn without a
 * Grafana, so colours and axes differ from Grafana's own.
 */
const FILE = new URL('../docs/pictures/dashboard.png', import.meta.url).pathname;
const SECONDS = 180;
/** The rows that show how users fare. */
const ROWS = ['Overview', 'Providers', 'Tenants and limits'];

const program = await findProgram('prometheus');
if (program === undefined) {
  console.error(PROMETHEUS_MISSING);
  process.exit(1);
}

const traffic = await startTraffic();
const prometheus = await startPrometheus(program, {
  targets: [traffic.service.managementUrl],
  ruleFiles: [ALERTS_FILE],
});
const browser = await launchBrowser();
try {
  console.log(`traffic for ${SECONDS} s`);
  await traffic.play(SECONDS);
  const panels = pickRows(DASHBOARD.panels, ROWS);
  const page = await browser.newPage({ viewport: { width: 1440, height: 600 } });
  await page.setContent(drawPanels(await readPanels(prometheus.url, panels, SECONDS)));
  await page.screenshot({ path: FILE, fullPage: true });
  console.log(`wrote ${FILE}`);
} finally {
  await browser.close();
  await prometheus.stop();
  await traffic.stop();
}

/** The panels of these rows, moved up to where the rows left out would have been. */
function pickRows(panels: readonly Panel[], titles: readonly string[]): readonly Panel[] {
  const starts = panels.filter(({ type }) => type === 'row');
  let top = 0;
  return starts.flatMap(({ title, gridPos: { y: from } }, index) => {
    if (!titles.includes(title)) return [];
    const to = starts[index + 1]?.gridPos.y ?? Number.POSITIVE_INFINITY;
    const row = panels.filter(({ gridPos: { y } }) => y >= from && y < to);
    const moved = row.map((panel) => ({
      ...panel,
      gridPos: { ...panel.gridPos, y: panel.gridPos.y - from + top },
    }));
    top = Math.max(...moved.map(({ gridPos: { y, h } }) => y + h));
    return moved;
  });
}
