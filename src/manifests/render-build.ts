import { toJsonFault } from '../config/report/to-json-fault.ts';
import type { ManifestReport } from './manifest-report.ts';

/** Ids that a line of text names; the JSON has all. */
const NAMED = 20;
/** Nobody reads more lines. */
const MAX_FAULTS = 200;

/** Renders the report for people. */
export function renderBuild(report: ManifestReport): string {
  const { faults, warnings, isWritten } = report;
  const lines = [
    ...warnings.map((warning) => `warning: ${warning}`),
    ...faults.slice(0, MAX_FAULTS).map(({ where, message }) => `${where}: ${message}`),
    ...(faults.length > MAX_FAULTS ? [`and ${faults.length - MAX_FAULTS} more faults`] : []),
    ...(isWritten ? describeOutput(report) : [`${faults.length} fault(s): nothing is written`]),
  ];
  return `${lines.map(showControls).join('\n')}\n`;
}

/** Names of files come from anybody: they must not steer a terminal, or begin a line that a pipeline obeys. */
function showControls(line: string): string {
  return line.replaceAll(
    /\p{C}|[\u2028\u2029]/gu,
    (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`,
  );
}

function describeOutput(report: ManifestReport): string[] {
  const { added, changed, removed, kept, leftOut, moved, tenants, shards, secrets, output } = report;
  return [
    `${tenants} tenants in ${shards} shards, with ${secrets} secrets`,
    ...describeTenants('added', added),
    ...describeTenants('changed', changed),
    ...describeTenants('removed', removed),
    ...(moved > 0 ? [`${moved} of them moved to another shard`] : []),
    ...describeTenants('kept as they were, since they have a fault now', kept),
    ...describeTenants('left out, since they have a fault', leftOut),
    `${report.written.length} files written in ${output}, ${report.deleted.length} deleted, ${report.unchanged} as before`,
    `hash ${report.hash}`,
  ];
}

function describeTenants(what: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return [`${ids.length} ${what}: ${ids.slice(0, NAMED).join(', ')}${more}`];
}

/** Renders the report for pipelines; docs/tenants.md promises its shape. */
export function renderBuildJson(report: ManifestReport, exitCode: number): string {
  const document = {
    ok: exitCode === 0,
    exit_code: exitCode,
    written: report.isWritten,
    faults: report.faults.map(toJsonFault),
    warnings: report.warnings,
    ...(report.hash !== undefined && { hash: report.hash }),
    tenants: report.tenants,
    shards: report.shards,
    secrets: report.secrets,
    added: report.added,
    changed: report.changed,
    removed: report.removed,
    moved: report.moved,
    kept: report.kept,
    left_out: report.leftOut,
    files: { written: report.written, deleted: report.deleted, unchanged: report.unchanged },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
