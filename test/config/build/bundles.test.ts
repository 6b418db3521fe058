import { expect } from 'chai';
import { validateConfig } from '../../../src/config/load-config.ts';
import { TEST_ENVIRONMENT } from '../../helpers/create-test-service.ts';
import { listSecrets, readSecrets } from '../../helpers/providers.ts';
import { createMemoryDisk, type FaultRow, listFaults, validateText } from '../../helpers/validate-text.ts';

const BUNDLE = JSON.stringify({
  acme: {
    zoom: 'zoom-of-acme',
    'a/b': 'with a slash',
    'a~b': 'with a tilde',
    'a~1b': 'with what looks escaped',
    list: ['x', 'second'],
  },
  number: 7,
  empty: '',
  blank: '\r\n',
  nested: { constructor: 'own' },
});

const FILES = {
  '/run/bundle.json': BUNDLE,
  '/run/marked.json': `\ufeff${JSON.stringify({ a: 'q7Vt-1' })}\r\n`,
  '/run/no.json': 'CANARY',
  '/run/latin.json': Buffer.from('{"a":"\xe4"}', 'latin1'),
};

const of = (file: string, pointer: string): string =>
  `providers: { zoom: { clientSecret: { file: ${file}, pointer: "${pointer}" } } }`;

const ROWS: readonly FaultRow[] = [
  [
    'nothing there',
    of('/run/bundle.json', '/acme/teams'),
    ['there is nothing at /acme/teams in /run/bundle.json'],
  ],
  [
    'a name of every object',
    of('/run/bundle.json', '/acme/constructor'),
    ['there is nothing at /acme/constructor in /run/bundle.json'],
  ],
  [
    'the length of a list',
    of('/run/bundle.json', '/acme/list/length'),
    ['there is nothing at /acme/list/length in /run/bundle.json'],
  ],
  [
    'an index with a zero in front',
    of('/run/bundle.json', '/acme/list/01'),
    ['there is nothing at /acme/list/01 in /run/bundle.json'],
  ],
  [
    'a path through text',
    of('/run/bundle.json', '/acme/zoom/0'),
    ['there is nothing at /acme/zoom/0 in /run/bundle.json'],
  ],
  ['a number', of('/run/bundle.json', '/number'), ['/number in /run/bundle.json is not text']],
  ['an object', of('/run/bundle.json', '/acme'), ['/acme in /run/bundle.json is not text']],
  ['an empty text', of('/run/bundle.json', '/empty'), ['/empty in /run/bundle.json is empty']],
  ['nothing but line ends', of('/run/bundle.json', '/blank'), ['/blank in /run/bundle.json is empty']],
  ['a file that is not there', of('/run/absent.json', '/a'), ['cannot read /run/absent.json (ENOENT)']],
  ['a file that is not JSON', of('/run/no.json', '/a'), ['/run/no.json is not JSON, which a pointer needs']],
  [
    'a file of another encoding',
    of('/run/latin.json', '/a'),
    ['/run/latin.json is not text in UTF-8: save it with that encoding'],
  ],
  [
    'a pointer that may be a secret',
    of('/run/bundle.json', '/CANARY!'),
    ['there is nothing at the pointer in /run/bundle.json'],
  ],
].map(([what, text, faults]) => [
  what as string,
  text as string,
  (faults as string[]).map((fault) => `p.yaml:1:36: ${fault}`),
]);

describe('a secret in a bundle', () => {
  for (const [what, text, faults] of ROWS) {
    it(`that is ${what}, when validated, is reported as ${faults.join(' and ')}`, () => {
      expect(listFaults(text, { files: FILES })).to.deep.equal(faults);
    });
  }

  for (const [pointer, secret] of [
    ['/acme/zoom', 'zoom-of-acme'],
    ['/acme/a~1b', 'with a slash'],
    ['/acme/a~0b', 'with a tilde'],
    ['/acme/a~01b', 'with what looks escaped'],
    ['/acme/list/1', 'second'],
    ['/nested/constructor', 'own'],
  ] as const) {
    it(`at ${pointer}, when validated, is that of RFC 6901`, () => {
      const [tenant] = validateText(of('/run/bundle.json', pointer), { files: FILES }).tenants;
      expect(readSecrets(tenant?.providers[0]?.provider)).to.deep.equal([secret]);
    });
  }

  it('with a byte order mark in front of the file is read', () => {
    const [tenant] = validateText(of('/run/marked.json', '/a'), { files: FILES }).tenants;
    expect(readSecrets(tenant?.providers[0]?.provider)).to.deep.equal(['q7Vt-1']);
  });

  for (const pointer of ['', 'acme/zoom', '/a~2', '/~']) {
    it(`at "${pointer}", when validated, is no pointer`, () => {
      expect(listFaults(of('/run/bundle.json', pointer), { files: FILES })).to.deep.equal([
        'p.yaml:1:36: providers.zoom.clientSecret has a pointer that does not fit: write { file: PATH, pointer: /NAME/NAME }',
      ]);
    });
  }

  it('with a date of expiry, in a list, and as a client id, is like any other source', () => {
    const source = (pointer: string, more = ''): string =>
      `{ file: /run/bundle.json, pointer: ${pointer}${more} }`;
    const text = `providers:
  zoom:
    clientId: ${source('/acme/list/0')}
    clientSecret: [${source('/acme/zoom', ', expiresAt: 2027-06-01')}, ${source('/acme/list/1')}]
`;
    const zoom = validateText(text, { files: FILES }).tenants[0]?.providers[0]?.provider;
    expect(zoom).to.deep.include({
      clientId: 'x',
      clientCredentials: listSecrets('zoom-of-acme', 'second'),
      clientCredentialsExpireAt: Date.UTC(2027, 5, 2, 12) / 1000,
    });
    expect(listFaults(text.replace('/acme/list/1', '/acme/zoom'), { files: FILES })).to.deep.equal([
      'p.yaml:4:19: clientSecret lists the same source twice: remove one of the two',
    ]);
  });

  it('when thousands of tenants point into one file, is read once', () => {
    const ids = Array.from({ length: 3000 }, (_, index) => `t${index}`);
    const tenants = ids.map((id) => [
      id,
      {
        publicUrl: `https://d.example.com/${id}`,
        providers: {
          zoom: { clientId: { value: id }, clientSecret: { file: '/run/all.json', pointer: `/${id}` } },
        },
      },
    ]);
    const memory = createMemoryDisk({
      'p.json': JSON.stringify({ tenants: Object.fromEntries(tenants) }),
      '/run/all.json': JSON.stringify(Object.fromEntries(ids.map((id) => [id, `secret-of-${id}`]))),
    });
    const reads: string[] = [];
    const disk = {
      ...memory,
      readOrdinary(path: string, limit: number) {
        reads.push(path);
        return memory.readOrdinary(path, limit);
      },
    };
    const plan = validateConfig({ ...TEST_ENVIRONMENT, DOMI_CONFIG: 'p.json' }, { disk });
    expect(reads).to.deep.equal(['/run/all.json']);
    expect(readSecrets(plan.tenants[2999]?.providers[0]?.provider)).to.deep.equal(['secret-of-t2999']);
  });
});
