import { expect } from 'chai';
import type { ConfigPlan } from '../../src/config/config.ts';
import { validateConfig } from '../../src/config/load-config.ts';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import {
  createMemoryDisk,
  listFaults,
  type ValidationTestOptions,
  validateText,
} from '../helpers/validate-text.ts';

const GOOD = '  good: { publicUrl: https://d.example.com/good, providers: { zoom: {} } }\n';
const withTenant = (record: string, head = ''): string => `${head}tenants:\n${GOOD}  bad: ${record}\n`;

/** A tenant with a fault beside one without: what is said, and whether its address is known. */
const ROWS: readonly (readonly [
  what: string,
  record: string,
  faults: readonly string[],
  isReachable: boolean,
])[] = [
  [
    'a secret file that is not there',
    '{ publicUrl: https://d.example.com/bad, providers: { zoom: { clientSecret: { file: /absent } } } }',
    ['p.yaml:3:83: cannot read /absent (ENOENT)'],
    true,
  ],
  [
    'an unknown field',
    '{ publicUrl: https://d.example.com/bad, colour: red }',
    [
      'p.yaml:3:48: tenants.bad has no field "colour"; it has publicUrl, displayName, language, supportUrl, logo, limits, providers',
    ],
    true,
  ],
  [
    'a webhook without a usable path',
    '{ publicUrl: https://d.example.com/bad, providers: { zoom: { webhook: { path: /x, secret: { env: S } } } } }',
    [
      'p.yaml:3:86: tenants.bad.providers.zoom.webhook.path must be one path segment: a letter, then letters, digits, - and _, without slashes',
    ],
    true,
  ],
  [
    'a webhook whose secret is a text',
    '{ publicUrl: https://d.example.com/bad, providers: { zoom: { webhook: { path: x, secret: s } } } }',
    [
      'p.yaml:3:97: tenants.bad.providers.zoom.webhook.secret must not be in the file itself: name its source, { env: NAME } or { file: PATH }',
    ],
    true,
  ],
  [
    'a logo that names no file',
    '{ publicUrl: https://d.example.com/bad, logo: { file: 5 } }',
    ['p.yaml:3:62: tenants.bad.logo.file must be text: put it in quotes'],
    true,
  ],
  ['no address', '{ displayName: Bad }', ['p.yaml:3:8: tenants.bad has no publicUrl'], false],
  [
    'an address on http',
    '{ publicUrl: http://d.example.com/bad }',
    ['p.yaml:3:21: tenants.bad.publicUrl must be https:// (plain http works on localhost only)'],
    false,
  ],
  ['nothing', '', ['p.yaml:3:3: tenants.bad is empty: write a value, or {}'], false],
  [
    'an unknown service',
    '{ publicUrl: https://d.example.com/bad, providers: { zoon: {} } }',
    ['p.yaml:3:61: tenants.bad.providers.zoon names no known record; did you mean zoom?'],
    true,
  ],
  [
    'the address of another tenant',
    '{ publicUrl: https://d.example.com/good }',
    ['p.yaml:3:21: tenants.bad.publicUrl is already the address of tenants.good'],
    false,
  ],
  [
    'a prefix that hides another tenant',
    '{ publicUrl: https://d.example.com/good/dominoZoom }',
    [
      'p.yaml:3:21: tenants.bad.publicUrl hides https://d.example.com/good/dominoZoom, an address of tenants.good',
    ],
    false,
  ],
  [
    'a limit that is none',
    '{ publicUrl: https://d.example.com/bad, limits: { tenant: { burst: -1 } } }',
    [
      'p.yaml:3:66: tenants.bad.limits.tenant must be off, or { requestsPerSecond, burst, inFlight } with whole numbers from 1 (burst: 0)',
    ],
    true,
  ],
  [
    'a logo that is missing, and a script as support address',
    '{ publicUrl: https://d.example.com/bad, logo: { file: /absent }, supportUrl: "javascript:1" }',
    [
      'p.yaml:3:54: tenants.bad.logo cannot read /absent (ENOENT)',
      'p.yaml:3:85: tenants.bad.supportUrl must be an https:// or mailto: address',
    ],
    true,
  ],
  [
    'a name that is repeated',
    '{ publicUrl: https://d.example.com/bad, displayName: A, displayName: B }',
    ['p.yaml:3:64: this name is repeated: keep one of the two'],
    true,
  ],
  [
    'a variable that is set twice',
    '{ publicUrl: https://d.example.com/bad, providers: { zoom: { clientSecret: { env: TWICE } } } }',
    ['TWICE: is set twice: set either TWICE or TWICE_FILE'],
    true,
  ],
  [
    'two services at one path',
    '{ publicUrl: https://d.example.com/bad, providers: { zoom: { path: dominoTeams }, teams: {} } }',
    ['p.yaml:3:75: teams.path: /dominoTeams already belongs to zoom'],
    true,
  ],
];

const OPTIONS: ValidationTestOptions = { environment: { TWICE: 'x', TWICE_FILE: '/y' } };

/** `file:line:column: message` of each fault, by tenant. */
function listMessages({ rejected }: ConfigPlan): string[][] {
  return rejected.tenants.map(({ faults }) => faults.map(({ where, message }) => `${where}: ${message}`));
}

describe('a tenant with a fault', () => {
  for (const [what, record, faults, isReachable] of ROWS) {
    it(`that has ${what}, is left out, and nobody else: ${faults.join(' and ')}`, () => {
      const plan = validateText(withTenant(record), OPTIONS);
      expect(plan.tenants.map(({ id }) => id)).to.deep.equal(['good']);
      expect(plan.rejected.count).to.equal(1);
      expect(plan.rejected.tenants[0]).to.include({ id: 'bad', faultCount: faults.length });
      expect(listMessages(plan)).to.deep.equal([faults]);
      expect(plan.misconfigured.map(({ id }) => id)).to.deep.equal(isReachable ? ['bad'] : []);
      for (const tenant of plan.misconfigured) expect(tenant.providers).to.deep.equal([]);
    });

    it(`that has ${what}, when faults of tenants refuse, is reported with all of them`, () => {
      for (const options of [
        { tenantFaults: 'refuse' as const },
        { environment: { ...OPTIONS.environment, DOMI_TENANT_FAULTS: 'refuse' } },
      ])
        expect(listFaults(withTenant(record), { ...OPTIONS, ...options })).to.deep.equal(faults);
    });
  }

  it('whose id is one itself, is left out, and its id is not repeated', () => {
    const plan = validateText(`tenants:\n${GOOD}  hunter2_CANARY: { publicUrl: https://c.example.com }\n`);
    expect(plan.tenants.map(({ id }) => id)).to.deep.equal(['good']);
    expect(plan.rejected.tenants[0]?.id).to.equal('(not a tenant id)');
    expect(listMessages(plan)).to.deep.equal([
      [
        'p.yaml:3:3: tenants has a name that is not allowed: a tenant id is a DNS label: lower-case letters, digits and -, at most 63',
      ],
    ]);
  });

  it('with many faults, shows the first ones and counts them', () => {
    const record = '{ publicUrl: https://d.example.com/bad, a: 1, b: 1, c: 1, d: 1 }';
    const [rejected] = validateText(withTenant(record)).rejected.tenants;
    expect(rejected?.faults).to.have.length(3);
    expect(rejected?.faultCount).to.equal(4);
  });

  it('keeps its address: a later tenant does not get its users', () => {
    const text = `tenants:
${GOOD}  first: { publicUrl: https://d.example.com/x, providers: { zoon: {} } }
  second: { publicUrl: https://d.example.com/x, providers: { zoom: {} } }
`;
    const plan = validateText(text);
    expect(plan.tenants.map(({ id }) => id)).to.deep.equal(['good']);
    expect(plan.misconfigured.map(({ id }) => id)).to.deep.equal(['first']);
    expect(plan.rejected.tenants.map(({ id }) => id)).to.have.members(['first', 'second']);
  });

  it('of a service keeps the addresses of that service: a later tenant does not get its users', () => {
    for (const zoom of [
      '{ path: x, clientSecret: { file: /absent } }',
      '{ callback: x, clientSecret: { env: NOT_SET } }',
      '{ webhook: { path: x, secret: { file: /absent } } }',
      '{ extends: zoon, path: x, callback: y }',
      '{ extends: zoon, path: x }',
      '{ extends: zoon, callback: x }',
      '{ path: x, callback: /y }',
    ]) {
      const text = `tenants:
${GOOD}  first: { publicUrl: https://d.example.com, providers: { zoom: ${zoom} } }
  second: { publicUrl: https://d.example.com/x, providers: { zoom: {} } }
`;
      const plan = validateText(text);
      expect(plan.tenants.map(({ id }) => id)).to.not.include('second');
      expect(plan.misconfigured.map(({ id }) => id)).to.not.include('second');
      for (const tenant of [...plan.tenants, ...plan.misconfigured])
        expect(tenant).to.not.have.property('withheld');
    }
    const disabled = `tenants:
  first: { publicUrl: https://d.example.com, providers: { zoom: { path: x, enabled: false } } }
  second: { publicUrl: https://d.example.com/x, providers: { zoom: {} } }
`;
    expect(validateText(disabled).tenants.map(({ id }) => id)).to.deep.equal(['first', 'second']);
  });

  for (const field of ['path: b', 'callback: b', 'webhook: { path: b, secret: { env: TWICE } }']) {
    it(`that needs the address of an earlier tenant below it (${field}) is left out, and keeps its own address`, () => {
      const text = `tenants:
  b: { publicUrl: https://d.example.com/b, providers: { zoom: {} } }
  later: { publicUrl: https://d.example.com, providers: { zoom: { ${field} } } }
  last: { publicUrl: https://d.example.com, providers: { zoom: {} } }
`;
      const plan = validateText(text, { environment: { TWICE: 'x' } });
      expect(plan.tenants.map(({ id }) => id)).to.deep.equal(['b']);
      expect(plan.misconfigured.map(({ id }) => id)).to.deep.equal(['later']);
      expect(listMessages(plan)).to.have.deep.members([
        ['p.yaml:3:23: tenants.later.publicUrl needs https://d.example.com/b, where tenants.b is already'],
        ['p.yaml:4:22: tenants.last.publicUrl is already the address of tenants.later'],
      ]);
    });
  }

  it('at the address of one in an earlier file, is the one that is left out', () => {
    const [a, b] = ['a', 'b'].map((id) =>
      JSON.stringify({ tenants: { [id]: { publicUrl: 'https://d.example.com' } } }),
    );
    const load = (files: Record<string, string>): ConfigPlan =>
      validateConfig({ ...TEST_ENVIRONMENT, DOMI_CONFIG: '/c' }, { disk: createMemoryDisk(files) });
    expect(load({ '/c/1.json': a ?? '', '/c/2.json': b ?? '' }).tenants.map(({ id }) => id)).to.deep.equal([
      'a',
    ]);
    expect(load({ '/c/1.json': b ?? '', '/c/2.json': a ?? '' }).tenants.map(({ id }) => id)).to.deep.equal([
      'b',
    ]);
  });

  it('does not take the other tenants of its file with it, whatever is removed', () => {
    const record = '{ publicUrl: https://d.example.com/bad, limits: { tenant: { colour: red } } }';
    const plan = validateText(withTenant(record));
    expect(plan.tenants.map(({ id }) => id)).to.deep.equal(['good']);
    expect(plan.rejected.count).to.equal(1);
  });

  it('is every one that names a missing file, not only the first', () => {
    const bad = (id: string): string =>
      `  ${id}: { publicUrl: https://d.example.com/${id}, providers: { zoom: { clientSecret: { file: /absent } } } }\n`;
    const plan = validateText(`tenants:\n${GOOD}${bad('b')}${bad('c')}`);
    expect(plan.rejected.tenants.map(({ id }, index) => [id, listMessages(plan)[index]])).to.deep.equal([
      ['b', ['p.yaml:3:79: cannot read /absent (ENOENT)']],
      ['c', ['p.yaml:4:79: cannot read /absent (ENOENT)']],
    ]);
  });

  it('is every one that leaves out what a record needs, and no other', () => {
    const head = 'providers:\n  zoom: { tokenEndpoint: "https://zoom.us/{account}/token" }\n';
    const text = `${head}tenants:
  a: { publicUrl: https://d.example.com/a, providers: { zoom: {} } }
  b: { publicUrl: https://d.example.com/b, providers: { zoom: {} } }
  c: { publicUrl: https://d.example.com/c, providers: { zoom: { variables: { account: c } } } }
`;
    const plan = validateText(text);
    expect(plan.tenants.map(({ id }) => id)).to.deep.equal(['c']);
    const fault = 'p.yaml:2:26: zoom.tokenEndpoint uses {account}, which is not among its variables';
    expect(plan.rejected.tenants.map(({ id }, index) => [id, listMessages(plan)[index]])).to.deep.equal([
      ['a', [fault]],
      ['b', [fault]],
    ]);
  });
});

describe('a fault that all tenants share', () => {
  for (const [what, text, fault] of [
    [
      'of a record',
      withTenant(
        '{ publicUrl: https://d.example.com/bad }',
        'providers: { zoom: { tokenEndpoint: "http://x" } }\n',
      ),
      'p.yaml:1:37: zoom.tokenEndpoint must be https://',
    ],
    [
      'of a secret of a record',
      withTenant(
        '{ publicUrl: https://d.example.com/bad }',
        'providers: { zoom: { clientSecret: { file: /absent } } }\n',
      ),
      'p.yaml:1:36: cannot read /absent (ENOENT)',
    ],
    [
      'of a secret of a record that nobody uses',
      withTenant(
        '{ publicUrl: https://d.example.com/bad }',
        'providers: { gcc: { extends: teams, clientSecret: { file: /absent } } }\n',
      ),
      'p.yaml:1:51: cannot read /absent (ENOENT)',
    ],
    [
      'of the secret of a webhook of a record that nobody uses',
      withTenant(
        '{ publicUrl: https://d.example.com/bad }',
        'providers: { gcc: { extends: teams, clientId: { env: NONE }, webhook: { path: gcc, secret: { file: /absent } } } }\n',
      ),
      'p.yaml:1:71: cannot read /absent (ENOENT)',
    ],
    [
      'of a variable of a built-in record that nobody uses',
      withTenant('{ publicUrl: https://d.example.com/bad }'),
      'WEBEX_CLIENT_SECRET: is set twice: set either WEBEX_CLIENT_SECRET or WEBEX_CLIENT_SECRET_FILE',
    ],
    [
      'of the defaults',
      withTenant('{ publicUrl: https://d.example.com/b }', 'defaults: { language: xx }\n'),
      'p.yaml:1:23: defaults.language must be one of en, de, fr',
    ],
    [
      'of the form of a file',
      `tenants:\n${GOOD}  bad: {`,
      'p.yaml:3:9: not well-formed: unexpected end of the stream within a flow collection',
    ],
    [
      'of the top of a file',
      `tenant: {}\ntenants:\n${GOOD}`,
      'p.yaml:1:1: the file has no field "tenant"; did you mean tenants?',
    ],
  ] as const) {
    it(`${what}, refuses the whole: ${fault}`, () => {
      const environment = fault.startsWith('WEBEX') ? { WEBEX_CLIENT_SECRET_FILE: '/secret' } : {};
      expect(() => validateText(text, { environment })).to.throw(ConfigError, fault);
    });
  }

  for (const own of [
    'gcc: {}',
    'gcc: { label: Ours }',
    'mine: { extends: gcc, path: m, callback: mc }',
    'zoom: {}',
  ]) {
    it(`of a secret of a record, when a tenant has ${own}, is said once, and of nobody`, () => {
      const text = withTenant(
        `{ publicUrl: https://d.example.com/bad, providers: { ${own} } }`,
        'providers: { gcc: { extends: teams, path: g, callback: gc, clientSecret: { file: /absent } } }\n',
      );
      for (const tenantFaults of ['refuse', 'quarantine'] as const)
        try {
          validateText(text, { tenantFaults });
          expect.fail('no fault');
        } catch (error) {
          expect((error as ConfigError).faults).to.deep.equal([
            { where: 'p.yaml:1:74', message: 'cannot read /absent (ENOENT)', code: 'secret_unreadable' },
          ]);
        }
    });
  }

  it('of a secret of a record that is disabled, is that of the tenant that enables it', () => {
    const text = withTenant(
      '{ publicUrl: https://d.example.com/bad, providers: { gcc: { enabled: true } } }',
      'providers: { gcc: { extends: teams, path: g, callback: gc, enabled: false, clientSecret: { file: /absent } } }\n',
    );
    expect(listMessages(validateText(text))).to.deep.equal([['p.yaml:1:90: cannot read /absent (ENOENT)']]);
  });

  it('comes first in the report, before those of tenants, and hides none', () => {
    const text = withTenant(
      '{ publicUrl: https://d.example.com/bad, colour: red }',
      'defaults: { language: xx }\n',
    );
    try {
      validateText(text);
      expect.fail('no fault');
    } catch (error) {
      expect((error as ConfigError).faults.map(({ message }) => message.split(' ')[0])).to.deep.equal([
        'defaults.language',
        'tenants.bad',
      ]);
    }
  });
});

describe('a configuration in which every tenant has a fault', () => {
  it('is refused, since nobody would be served', () => {
    expect(() => validateText('tenants: { a: {}, b: {} }')).to.throw(
      ConfigError,
      `DOMI_CONFIG: each of the 2 tenants has a fault, so nobody would be served
p.yaml:1:15: tenants.a has no publicUrl
p.yaml:1:22: tenants.b has no publicUrl`,
    );
  });

  it('is refused as well when it is one, and never becomes that of a single tenant', () => {
    expect(() => validateText('tenants: { a: {} }')).to.throw(ConfigError, 'the only tenant has a fault');
  });
});

describe('DOMI_TENANT_FAULTS', () => {
  it('with another word, is a fault by name', () => {
    expect(listFaults('', { environment: { DOMI_TENANT_FAULTS: 'ignore' } })).to.deep.equal([
      'DOMI_TENANT_FAULTS: must be quarantine or refuse',
    ]);
  });
});
