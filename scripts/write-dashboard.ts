import { readFileSync, writeFileSync } from 'node:fs';
import { buildDashboard } from './dashboard/build-dashboard.ts';

/** Writes the Grafana dashboard of the chart. With `--verify` it fails when the file is stale. */
const FILE = new URL('../helm/domi/files/dashboard.json', import.meta.url);

const text = `${JSON.stringify(buildDashboard(), null, 2)}\n`;

if (!process.argv.includes('--verify')) {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write('helm/domi/files/dashboard.json is stale: run npm run dashboard\n');
  process.exitCode = 1;
}
