import type { DeadTokenResult } from './ask-with-dead-token.ts';
import { countVerdicts, type LiveReport, type LiveResult } from './check-live.ts';
import type { MetadataResult } from './compare-metadata.ts';
import type { Verdict } from './verdict.ts';

/** Longer lists show only the rows that need attention. */
const MAX_ROWS = 50;

const WORDS: Readonly<Record<Verdict, string>> = {
  accepted: 'right',
  refused: 'REFUSED',
  unreachable: 'unreachable',
  unknown: 'cannot tell',
};

const NAMES: Readonly<Record<LiveResult['kind'], string>> = {
  secret: 'secret',
  key: 'key',
  'assertion-file': 'assertion',
};

export function renderLive({ results, counts, deadTokens, metadata }: LiveReport): string {
  if (results.length === 0) return 'There is nothing to ask: no provider is enabled.\n';
  const isLong = results.length > MAX_ROWS;
  const shown = isLong ? results.filter(({ verdict }) => verdict !== 'accepted') : results;
  const rows = shown.map((result) => [
    result.tenantId,
    result.providerId,
    `${result.position} of ${result.count}`,
    result.verdict === 'accepted' ? `id and ${NAMES[result.kind]} are right` : WORDS[result.verdict],
    result.detail,
  ]);
  const list =
    rows.length > 0
      ? `${renderTable([['TENANT', 'PROVIDER', 'SECRET', 'RESULT', 'ANSWER'], ...rows])}\n`
      : '';
  const kinds = new Set(results.map(({ kind }) => NAMES[kind]));
  const right = `id and ${[...kinds].join(' or ')} are right`;
  const words = { ...WORDS, accepted: right };
  const sum = (Object.keys(WORDS) as Verdict[]).map((verdict) => `${counts[verdict]} ${words[verdict]}`);
  return `\n${list}${isLong ? `${renderSummary(results)}\n` : ''}${sum.join(', ')}.\n${deadTokens.map(renderDeadToken).join('')}${metadata.map(renderMetadata).join('')}`;
}

/** Warns of a service whose refusal of a dead token would be read as something else. */
function renderDeadToken(result: DeadTokenResult): string {
  const { tenantId, providerId, verdict, outcome, detail, isMatchable } = result;
  if (verdict !== 'unrecognized') return '';
  const cure = isMatchable
    ? 'Set tokenErrors in the record of this service.'
    : 'tokenErrors match only JSON and forms, so look for a proxy on the way and at the address of the endpoint.';
  return `warning: ${tenantId}/${providerId}: a refresh token that does not exist was answered with ${detail}: this is read as ${outcome}, not as invalid_grant, so nobody is told to get a new token. ${cure}\n`;
}

function renderMetadata({ tenantId, providerId, issuer, differences, unavailable }: MetadataResult): string {
  const name = `${tenantId}/${providerId}`;
  if (unavailable !== undefined) return `note: ${name}: no metadata of ${issuer}: ${unavailable}\n`;
  return differences.map((difference) => `warning: ${name}: ${difference}\n`).join('');
}

/** Renders one line per provider, for installations with very many tenants. */
function renderSummary(results: readonly LiveResult[]): string {
  const groups = Map.groupBy(results, ({ providerId }) => providerId);
  const rows = [...groups].map(([providerId, group]) => {
    const counts = countVerdicts(group);
    return [providerId, ...(Object.keys(WORDS) as Verdict[]).map((verdict) => String(counts[verdict]))];
  });
  return renderTable([['PROVIDER', 'RIGHT', 'REFUSED', 'UNREACHABLE', 'CANNOT TELL'], ...rows]);
}

function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
