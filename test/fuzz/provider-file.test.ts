import { expect } from 'chai';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { parseSourceFiles } from '../../src/config/files/parse-source-files.ts';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { createFaultList } from '../../src/config/report/fault-list.ts';
import { readSecrets } from '../helpers/providers.ts';
import { listFaults, listReport, validateText } from '../helpers/validate-text.ts';
import { measure } from './fuzzed-parser.ts';

/** A secret somebody wrote where it does not belong. Wherever it stands, no message repeats it. */
const CANARY = 'hunter2-CANARY-0451';

const SOUND = {
  providers: {
    zoom: {
      scopes: ['meeting:write'],
      requiredScopes: ['a', ['b', 'c']],
      clientId: { value: 'id' },
      clientSecret: [
        { env: 'ZOOM_CLIENT_SECRET', expiresAt: '2027-06-01' },
        { file: '/run/secret' },
        { file: '/run/bundle.json', pointer: '/zoom/0' },
      ],
      tokenErrors: [{ error: 'x', text: 'abc', means: 'invalid_grant' }],
      tokenResponse: { accessToken: '/a/b', extra: ['c'] },
      authorizationParams: { prompt: 'consent' },
    },
    gcc: {
      extends: 'teams',
      label: 'GCC',
      path: 'dominoGcc',
      callback: 'gccCallback',
      tokenEndpoint: 'https://login.example.com/{directory}/token',
      variables: { directory: 'organizations' },
      enabled: true,
    },
  },
  tenants: {
    acme: {
      publicUrl: 'https://domi.example.com/acme',
      displayName: 'Acme',
      limits: { tenant: { burst: 1 } },
      providers: { zoom: {}, teams: { variables: { directory: 'x' } } },
    },
    other: { publicUrl: 'https://other.example.com', providers: { gcc: { label: 'Other' } } },
  },
  defaults: { language: 'de', displayName: 'Everybody', limits: { provider: { burst: 5 } } },
} as const;

/** What may come in place of any value. */
const REPLACEMENTS: readonly unknown[] = [
  CANARY,
  [CANARY],
  { [CANARY]: CANARY },
  { value: CANARY },
  { env: 'A', value: CANARY },
  { clientSecret: CANARY },
  `https://u:${CANARY}@example.com/`,
  `https://example.com/{${CANARY}}`,
  'https://127.0.0.1/',
  'javascript:alert(1)',
  '2027-02-30',
  null,
  true,
  -1,
  Number.POSITIVE_INFINITY,
  '',
  [],
  {},
  [[[[[[]]]]]],
  'x'.repeat(3000),
  '__proto__',
  'constructor',
  'zoom',
  'dominoZoom',
];
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'clientCredentials',
  CANARY,
  'enabled',
  'Zoom',
  '0',
  '',
  'a.b',
];

type Mutation =
  | { readonly kind: 'replace'; readonly at: number; readonly by: unknown }
  | { readonly kind: 'add'; readonly at: number; readonly name: string; readonly value: unknown }
  | { readonly kind: 'remove'; readonly at: number };

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), at: fc.nat(200), by: fc.constantFrom(...REPLACEMENTS) }),
  fc.record({
    kind: fc.constant('add' as const),
    at: fc.nat(200),
    name: fc.constantFrom(...NAMES),
    value: fc.constantFrom(...REPLACEMENTS),
  }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(200) }),
);

interface Place {
  readonly parent: Record<string, unknown>;
  readonly name: string;
}

function listPlaces(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((name) => [{ parent, name }, ...listPlaces(parent[name])]);
}

function mutate(mutations: readonly Mutation[]): unknown {
  const content = structuredClone(SOUND) as unknown;
  for (const change of mutations) {
    const places = listPlaces(content);
    const place = places[change.at % Math.max(1, places.length)];
    if (place === undefined) continue;
    if (change.kind === 'remove') delete place.parent[place.name];
    else if (change.kind === 'replace') define(place.parent, place.name, change.by);
    else if (!Array.isArray(place.parent)) define(place.parent, change.name, change.value);
  }
  return content;
}

/** Also a name such as `__proto__` as an own one, as a parser makes it. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value: structuredClone(value),
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

const FILES = { '/run/secret': 'a-file-secret\n', '/run/bundle.json': '{"zoom":["a-bundle-secret"]}' };

/** Milliseconds of CPU time; far above what any of these files needs. */
const PATIENCE = 3000;

/** What is said of tenants that are left out; nothing when the whole is refused. */
function listRejected(text: string | Buffer): string[] {
  try {
    const { tenants, rejected } = validateText(text, { files: FILES });
    expect(tenants, 'served').to.not.be.empty;
    const ids = new Set(tenants.map(({ id }) => id));
    return rejected.tenants.flatMap(({ id, faults }) => {
      expect(ids).to.not.include(id);
      expect(faults).to.not.be.empty;
      expect(id).to.not.include(CANARY);
      return faults.map(({ where, message }) => `${where}: ${message}`);
    });
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
}

function checkReport(text: string | Buffer): void {
  let faults: string[] = [];
  const taken = measure(() => {
    faults = [...listReport(text, { files: FILES }), ...listRejected(text)];
  });
  expect(taken).to.be.below(PATIENCE);
  for (const fault of faults)
    expect(fault)
      .to.match(/^p\.yaml:\d+:\d+: \S/)
      .and.not.match(/undefined|\[object/);
  expect(faults.join('\n'))
    .to.not.include(CANARY)
    .and.not.include('a-file-secret')
    .and.not.include('a-bundle-secret')
    .and.not.include('zoom-secret');
  expect(({} as Record<string, unknown>)['label']).to.equal(undefined);
}

describe('any provider file', function () {
  this.timeout(120_000);

  it('is sound when nothing is changed in the one that the others are made from', () => {
    expect(listFaults(dump(SOUND), { files: FILES })).to.deep.equal([]);
    expect(validateText(dump(SOUND), { files: FILES }).tenants).to.have.length(2);
  });

  it('when values and names are changed at random, gives a report with places and without secrets', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), fc.boolean(), (mutations, asJson) => {
        const content = mutate(mutations);
        checkReport(asJson ? JSON.stringify(content, null, 1) : dump(content, { noRefs: true }));
      }),
      { numRuns: 700 },
    );
  });

  it('when its secrets and variables are any text, is reported without them, or sends nothing that RFC 6749 forbids', () => {
    const unit = fc.constantFrom(...'aZ09 \'"\\\r\n\t\u00a0\ufeff\u200bä\0{}$<>');
    const value = fc.oneof(
      fc.string({ unit, maxLength: 12 }),
      fc.string({ unit, maxLength: 8 }).map((text) => `${CANARY}${text}`),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    const text = `providers:
  zoom: { clientId: { env: ANY_ID }, clientSecret: [{ file: /run/any }, { env: ANY }, { file: /run/any.json, pointer: /a }] }
tenants:
  good: { publicUrl: https://d.example.com/good, providers: { teams: {} } }
  shared: { publicUrl: https://d.example.com/shared, providers: { zoom: {} } }
  own: { publicUrl: https://d.example.com/own, providers: { zoom: { clientId: { env: ANY_ID }, clientSecret: { file: /run/any } } } }
`;
    fc.assert(
      fc.property(value, value, value, fc.boolean(), (first, second, third, isWide) => {
        const options = {
          environment: { ANY: first, ANY_ID: second, TLSPassword: third, DOMI_DISPLAY_NAME: third },
          files: {
            '/run/any': Buffer.from(third, isWide ? 'utf16le' : 'utf8'),
            '/run/any.json': JSON.stringify({ a: first }),
          },
        };
        expect(listReport(text, options).join('\n')).to.not.include(CANARY);
        try {
          const { tenants, rejected } = validateText(text, options);
          expect(JSON.stringify(rejected)).to.not.include(CANARY);
          for (const { provider } of tenants.flatMap(({ providers }) => providers))
            for (const sent of [provider.clientId, ...readSecrets(provider)])
              expect(sent).to.match(/^[ -~]+$/);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
        }
      }),
      { numRuns: 700 },
    );
  });

  it('when its text is cut, doubled and sprinkled with signs, gives a report with places and without secrets', () => {
    const text = dump({
      ...SOUND,
      providers: { ...SOUND.providers, zoom: { ...SOUND.providers.zoom, clientSecret: CANARY } },
    });
    const sign = fc.constantFrom(
      '\t',
      '\n',
      ':',
      '- ',
      '&a ',
      '*a',
      '!x ',
      '{',
      '}',
      '[',
      '"',
      "'",
      '#',
      '%',
      '\0',
      '|',
      '? ',
    );
    const edit = fc.record({ at: fc.nat(text.length), cut: fc.nat(40), sign });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        const changed = edits.reduce(
          (before, { at, cut, sign: put }) => before.slice(0, at) + put + before.slice(at + cut),
          text,
        );
        checkReport(changed);
      }),
      { numRuns: 700 },
    );
  });

  it('when it is any text or any bytes, gives a report with places', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => checkReport(text)),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => checkReport(Buffer.from(bytes))),
      { numRuns: 400 },
    );
  });

  it('when it is JSON, means what JSON.parse says', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const faults = createFaultList();
        const [value] = parseSourceFiles([{ name: 'p.json', text }], faults).map(({ content }) => content);
        expect(faults.isEmpty).to.equal(true);
        expect(JSON.stringify(value)).to.equal(JSON.stringify(JSON.parse(text) ?? {}));
      }),
      { numRuns: 400 },
    );
  });

  const KILO = 1024;
  const lines = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('');
  const HOSTILE: readonly (readonly [what: string, text: string])[] = [
    ['has a name of a mebibyte', `{ "providers": { "zoom": { "${'a'.repeat(KILO * KILO)}": 1 } } }`],
    ['has 20,000 unknown fields', `providers:\n  zoom:\n${lines(20_000, (index) => `    f${index}: x\n`)}`],
    ['repeats a name 20,000 times', `providers:\n  zoom:\n${'    label: x\n'.repeat(20_000)}`],
    ['has 20,000 wrong entries', `providers: { zoom: { scopes: [${'"a b",'.repeat(20_000)}] } }`],
    ['has a text of a mebibyte', `providers: { zoom: { path: "${'x/'.repeat(KILO * KILO)}" } }`],
    [
      'extends a thousand times',
      `providers:\n${lines(1000, (index) => `  p${index}: { extends: p${index + 1} }\n`)}`,
    ],
    ['opens 100,000 lists', '- '.repeat(100_000)],
    ['holds 50,000 documents', '---\n'.repeat(50_000)],
    ['begins with 50,000 directives', '%a\n'.repeat(50_000)],
  ];
  for (const [what, text] of HOSTILE) {
    it(`when it ${what}, is validated in bounded time`, () => checkReport(text));
  }
});
