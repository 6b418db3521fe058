import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { BUILT_IN_RECORDS } from '../src/providers/built-in-records.ts';
import { OWN_SEGMENTS } from '../src/tenants/own-segments.ts';
import { buildValuesSchema } from './chart/build-values-schema.ts';
import { compareKeys } from './chart/compare-keys.ts';
import { listProviderHosts } from './chart/list-provider-hosts.ts';
import { putValuesTable } from './chart/put-values-table.ts';
import { listLeaves, readValues } from './chart/read-values.ts';
import { keepGeneratedFile } from './generated-file.ts';
import { putChartAnnotations } from './release/chart-annotations.ts';
import { parseChangelog } from './release/parse-changelog.ts';
import { type ProjectManifest, toPublication } from './release/publication.ts';

/**
 * Writes from values.yaml the closed schema of the values, the table of the chart's README and the defaults that stand in
 * for null; from the built-in records the lists of their callbacks and paths, and the hosts that the service calls; the paths that
 * the service answers itself; and from the newest release of CHANGELOG.md the changes in Chart.yaml. With `--verify` it fails when a file is stale. It always fails for keys
 * that are only in the values or only in the templates.
 */
const ROOT = join(import.meta.dirname, '..');
const CHART = join(ROOT, 'helm', 'domi');
const COMMAND = 'npm run chart:docs';

/**
 * The callbacks of built-in records: those ids need no record in the values, and the notes print their redirect URIs. And their
 * paths, which the public address must not begin with.
 */
const callbacks = Object.fromEntries(
  Object.entries(BUILT_IN_RECORDS).map(([id, { callback = '' }]) => [id, callback]),
);

const paths = Object.fromEntries(Object.entries(BUILT_IN_RECORDS).map(([id, { path = '' }]) => [id, path]));

const keys = readValues(readFileSync(join(CHART, 'values.yaml'), 'utf8'));
const templates = readdirSync(join(CHART, 'templates'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ya?ml|tpl|txt)$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(CHART, 'templates', name), 'utf8') }));

for (const sentence of compareKeys(keys, templates)) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
const schema = join(CHART, 'values.schema.json');
keepGeneratedFile(schema, `${JSON.stringify(buildValuesSchema(keys), null, 2)}\n`, COMMAND);
const readme = join(CHART, 'README.md');
keepGeneratedFile(readme, putValuesTable(readFileSync(readme, 'utf8'), keys), COMMAND);
keepGeneratedFile(
  join(CHART, 'files', 'callbacks.yaml'),
  `# Callbacks of the built-in provider records, written by \`${COMMAND}\`.\n${stringify(callbacks)}`,
  COMMAND,
);
keepGeneratedFile(
  join(CHART, 'files', 'paths.yaml'),
  `# Paths of the built-in provider records, written by \`${COMMAND}\`.\n${stringify(paths)}`,
  COMMAND,
);
keepGeneratedFile(
  join(CHART, 'files', 'own-segments.yaml'),
  `# First path segments that the service answers itself, written by \`${COMMAND}\`.\n${stringify(Object.values(OWN_SEGMENTS))}`,
  COMMAND,
);
keepGeneratedFile(
  join(CHART, 'files', 'provider-hosts.yaml'),
  `# Hosts that the service calls for the built-in provider records, written by \`${COMMAND}\`.\n${stringify(listProviderHosts(BUILT_IN_RECORDS))}`,
  COMMAND,
);
const defaults = Object.fromEntries(listLeaves(keys).map(({ path, defaultValue }) => [path, defaultValue]));
keepGeneratedFile(join(CHART, 'files', 'defaults.json'), `${JSON.stringify(defaults, null, 1)}\n`, COMMAND);

const project = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as ProjectManifest;
const released = parseChangelog(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')).find(({ date }) => date);
if (released === undefined) throw new Error('CHANGELOG.md names no release');
const chartFile = join(CHART, 'Chart.yaml');
const annotated = putChartAnnotations(readFileSync(chartFile, 'utf8'), released, toPublication(project));
keepGeneratedFile(chartFile, annotated, COMMAND);
