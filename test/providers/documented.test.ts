import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkConfiguration } from '../../src/check/check-configuration.ts';
import { BUILT_IN_RECORDS } from '../../src/providers/built-in-records.ts';
import type { ProviderRecord } from '../../src/providers/provider-record.ts';
import { BUILT_IN_CREDENTIALS } from '../helpers/providers.ts';

const TEXT = readFileSync(new URL('../../docs/providers.md', import.meta.url), 'utf8');

const ROTATION = { 'single-use': 'single use', reusable: 'reusable', none: 'stays' } as const;

function describeRevocation({ revocation, revocationEnds }: ProviderRecord): string {
  if (revocation === 'none') return 'by hand';
  return revocationEnds === 'access_token' ? 'by refresh token' : 'yes';
}

describe('docs/providers.md', () => {
  it('has a row for every built-in record that says what the record says', () => {
    const rows = [
      ...TEXT.matchAll(
        /^\| `([\w-]+)` \| `(\w+?)_(?:CLIENT_ID|…)`.*?\| `(\w+)` \| `(\w+)` \| ([\w ]+) \| ([\w ]+) \| ([\w ]+) \|$/gm,
      ),
    ];
    const expected = Object.entries(BUILT_IN_RECORDS).map(([id, record]) => [
      id,
      (record.clientId as { env: string }).env.replace('_CLIENT_ID', ''),
      record.path,
      record.callback,
      ROTATION[record.refreshTokenRotation ?? 'single-use'],
      record.idleDays === undefined ? 'not known' : `${record.idleDays} days`,
      describeRevocation(record),
    ]);
    expect(rows.map((row) => row.slice(1))).to.deep.equal(expected);
  });

  for (const id of Object.keys(BUILT_IN_RECORDS)) {
    it(`has a section that names ${id}`, () => {
      const headings = [...TEXT.matchAll(/^## .*$/gm)].map(([line]) => line);
      expect(headings.filter((line) => line.includes(`\`${id}\``))).to.have.length(1);
    });
  }

  const samples = [...TEXT.matchAll(/```yaml\n(.*?)```/gs)].map(([, body = '']) => body);
  for (const sample of samples) {
    it(`shows a sound provider file: ${sample.split('\n')[2]?.trim()}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'domi-docs-'));
      try {
        const path = join(folder, 'providers.yaml');
        await writeFile(path, sample);
        const report = await checkConfiguration(BUILT_IN_CREDENTIALS, path);
        expect(report.faults).to.deep.equal([]);
        expect(report.tenants[0]?.providers).to.have.length(Object.keys(BUILT_IN_RECORDS).length);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }
});
