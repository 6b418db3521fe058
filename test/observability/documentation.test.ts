import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics, createRegistry } from '../../src/observability/metrics.ts';
import { createAccessLog } from '../../src/observability/request-log.ts';
import type { RequestRecord } from '../../src/observability/request-record.ts';
import { ROUTES } from '../../src/observability/routes.ts';
import { SPAN_ATTRIBUTES } from '../../src/observability/tracing.ts';

const TEXT = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'observability.md'), 'utf8');

/** What stands in backquotes. */
const listCode = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** A full record: every field has a value. */
const RECORD: Required<RequestRecord> = {
  requestId: 'A',
  trace: { traceId: 'b', isSampled: true },
  method: 'GET',
  route: 'refresh',
  status: 502,
  seconds: 1,
  providerSeconds: 1,
  tenantId: 'acme',
  providerId: 'zoom',
  grantType: 'refresh_token',
  source: 'provider',
  delivery: { event: 'app_deauthorized', outcome: 'accepted' },
  error: 'provider_failed',
  reason: 'r',
  providerError: { status: 400, error: 'other', number: '4702', missingScopes: ['a'] },
  clientAddress: '192.0.2.1',
};

describe('docs/observability.md', () => {
  it('lists every metric with type and labels, and no other', () => {
    const registry = createRegistry();
    createMetrics(registry, { build: { version: '1', commit: '1' }, byTenant: true });
    const declared = registry
      .getMetricsAsArray()
      .map((metric) => metric as unknown as { name: string; type: string; labelNames: readonly string[] })
      .filter(({ name }) => name.startsWith('domi_'))
      .map(({ name, type, labelNames }) => ({ name, type, labels: [...labelNames] }));
    const rows = [...TEXT.matchAll(/^\| `(domi_\w+)` \| (\w+) \|([^|]*)\|/gm)];
    const written = rows.map(([, name, type, labels = '']) => ({ name, type, labels: listCode(labels) }));
    expect(written).to.have.deep.members(declared);
  });

  it('lists every field of an access line, and no other', () => {
    const lines: string[] = [];
    createAccessLog(createLogger('info', { write: (line) => void lines.push(line) }))(RECORD);
    const fields = Object.keys(JSON.parse(lines[0] ?? '') as object).filter((name) => name !== 'kind');
    const table = /\| field \| is \|\n[^\n]*\n((?:\|[^\n]*\n)+)/.exec(TEXT)?.[1] ?? '';
    const written = table.split('\n').flatMap((row) => listCode(row.split('|')[1] ?? ''));
    expect(written).to.have.members(fields);
  });

  it('lists every attribute of a span and every route', () => {
    const attributes = /Spans have only these attributes: ([^\n]*(?:\n[^\n]+)*)/.exec(TEXT)?.[1] ?? '';
    expect(listCode(attributes)).to.have.members([...SPAN_ATTRIBUTES]);
    const routes = /`route`\*\* is one of ([^.]*)\./.exec(TEXT)?.[1] ?? '';
    expect(listCode(routes)).to.have.members([...Object.keys(ROUTES), 'other']);
  });
});
