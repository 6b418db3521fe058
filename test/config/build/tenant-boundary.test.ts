import { expect } from 'chai';
import { readSecrets } from '../../helpers/providers.ts';
import { listFaults, type ValidationTestOptions, validateText } from '../../helpers/validate-text.ts';

/** What a tenant writes into its own record, in a deployment with a shared app for zoom and a tenant that is honest. */
function writeFile(zoom: string, more = ''): string {
  return `providers:
  zoom: { clientSecret: { file: /run/shared } }
  local: { extends: teams, path: l, callback: lc, tokenEndpoint: "https://{region}.example.com/{dir}", variables: { region: eu, dir: x } }
  fed: { extends: teams, path: f, callback: fc, tokenEndpointAuthMethod: private_key_jwt, clientId: { value: f }, clientAssertion: { file: /run/token }, webhook: { path: hooks, secret: { file: /run/hook } } }
tenants:
  honest: { publicUrl: https://d.example.com/honest, providers: { zoom: {} } }
  acme: { publicUrl: https://d.example.com/acme, providers: { ${zoom} } }
${more}`;
}

const SEAL_KEYS =
  'k2:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY,k1:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA';

const OPTIONS: ValidationTestOptions = {
  environment: {
    ALIAS_OF_SHARED: 'SHARED',
    OWN: 'own-secret',
    TEAMS_CLIENT_SECRET: 'SHARED-TEAMS',
    WEBEX_CLIENT_SECRET: 'shared-secret-of-webex',
    DOMI_DISPLAY_NAME: 'x',
    DOMI_SEAL_KEYS: SEAL_KEYS,
    DOMI_STORE_URL_FILE: '/run/store',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20headers-of-telemetry',
    HTTPS_PROXY_FILE: '/run/proxy',
    lower: 'lower-secret',
  },
  files: {
    '/run/token': 'header.payload.signature',
    '/run/hook': 'secret-of-the-webhook',
    '/run/shared': 'SHARED\n',
    '/run/own': 'own-secret\n',
    '/run/copy': 'SHARED',
    '/run/all.json': '{"acme":"secret-of-acme","webex":"shared-secret-of-webex"}',
    '/run/seal-keys': `${SEAL_KEYS}\n`,
    '/run/one-seal-key': SEAL_KEYS.slice(-43),
    '/run/store': 'redis://:password@redis.example.com',
    '/run/headers': 'authorization=Bearer%20headers-of-telemetry',
    '/run/proxy': 'http://user:password@proxy.example.com:3128',
  },
};

const OWN = 'clientId: { value: a }, clientSecret: { env: OWN }';
const STRAY = (field: string, id = 'zoom'): string =>
  `${id} has a ${field} of its own, so it needs a clientSecret of its own: the shared one never goes there`;
const SHARED = 'clientSecret is or holds the secret of a root record: bring one of your own';

/** Records that would have the secret of somebody else sent to an address that the tenant has chosen, and why not. */
const FORBIDDEN: readonly (readonly [what: string, zoom: string, fault: string])[] = [
  ['a token endpoint', 'zoom: { tokenEndpoint: https://own.example.com/t }', STRAY('tokenEndpoint')],
  ['a refresh endpoint', 'zoom: { refreshEndpoint: https://own.example.com/t }', STRAY('refreshEndpoint')],
  [
    'a revocation endpoint',
    'zoom: { revocationEndpoint: https://own.example.com/t }',
    STRAY('revocationEndpoint'),
  ],
  [
    'a token endpoint and a client id',
    'zoom: { clientId: { value: a }, tokenEndpoint: https://own.example.com/t }',
    STRAY('tokenEndpoint'),
  ],
  [
    'a token endpoint on the same host',
    'zoom: { tokenEndpoint: https://zoom.us/oauth/authorize }',
    STRAY('tokenEndpoint'),
  ],
  [
    'a record that extends the shared one',
    'mine: { extends: zoom, path: m, callback: mc, tokenEndpoint: https://own.example.com/t }',
    STRAY('tokenEndpoint', 'mine'),
  ],
  ['a variable in a host', 'local: { variables: { region: own } }', STRAY('tokenEndpoint', 'local')],
  [
    'a variable in the host of a built-in record',
    'zoho-meeting: { variables: { dc: eu }, clientId: { value: a } }',
    STRAY('tokenEndpoint', 'zoho-meeting'),
  ],
  [
    'the shared file by its name',
    'zoom: { tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: { file: /run/shared } }',
    SHARED,
  ],
  [
    'a copy of the shared file',
    'zoom: { tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: { file: /run/copy } }',
    SHARED,
  ],
  [
    'another variable with the shared secret',
    'zoom: { tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: { env: ALIAS_OF_SHARED } }',
    SHARED,
  ],
  [
    'the shared secret of another service',
    'zoom: { tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: { env: TEAMS_CLIENT_SECRET } }',
    SHARED,
  ],
  [
    'the shared secret behind one of its own',
    'zoom: { tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: [{ env: OWN }, { file: /run/shared }] }',
    SHARED,
  ],
  [
    'the shared secret with a record of its own',
    'mine: { path: m, callback: mc, authorizationEndpoint: https://own.example.com/a, tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: { file: /run/shared } }',
    SHARED,
  ],
  [
    'a whole file that holds the shared secret among others',
    'zoom: { tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: { file: /run/all.json } }',
    SHARED,
  ],
  [
    'the shared secret of a webhook',
    'zoom: { tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: { file: /run/hook } }',
    SHARED,
  ],
  [
    'the assertion of the service as a secret',
    'zoom: { tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: { file: /run/token } }',
    'clientSecret is the client assertion of a root record: bring a secret of your own',
  ],
  [
    'the assertion of the service as a client id',
    'zoom: { clientId: { file: /run/token }, clientSecret: { env: OWN } }',
    'clientId is the client assertion of a root record: bring a secret of your own',
  ],
  [
    'such a file as a client id',
    'zoom: { clientId: { file: /run/all.json }, clientSecret: { env: OWN } }',
    'clientId is or holds the secret of a root record: bring one of your own',
  ],
  [
    'the shared secret as a client id, for every browser to see',
    'zoom: { clientId: { file: /run/shared }, clientSecret: { env: OWN } }',
    'clientId is or holds the secret of a root record: bring one of your own',
  ],
];

/** Variables of the process itself. */
const RESERVED: readonly string[] = [
  'DOMI_SEAL_KEYS',
  'DOMI_STORE_URL',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'TLSPASSWORD',
  'OWN_FILE',
  'HTTPS_PROXY',
];

/** Sources with a secret of the process, under names that do not say so. */
const OF_PROCESS: readonly string[] = [
  '{ file: /run/seal-keys }',
  '{ file: /run/one-seal-key }',
  '{ file: /run/store }',
  '{ file: /run/headers }',
  '{ file: /run/proxy }',
];

const ALLOWED: readonly (readonly [what: string, zoom: string])[] = [
  ['an endpoint and a secret of its own', `zoom: { tokenEndpoint: https://own.example.com/t, ${OWN} }`],
  ['the endpoint that the record has', 'zoom: { tokenEndpoint: https://zoom.us/oauth/token }'],
  ['a variable in a path', 'teams: { variables: { directory: acme.example } }'],
  ['a variable in the path of its own region', 'local: { variables: { dir: acme } }'],
  ['the region that the record has', 'local: { variables: { region: eu } }'],
  [
    'its own part of a file with the secrets of others',
    'zoom: { tokenEndpoint: https://own.example.com/t, clientId: { value: a }, clientSecret: { file: /run/all.json, pointer: /acme } }',
  ],
  [
    'an authorization endpoint, which gets no secret',
    'zoom: { authorizationEndpoint: https://own.example.com/a }',
  ],
  ['a page of its own', 'zoom: { manageUrl: https://own.example.com/m }'],
  [
    'the shared secret at the shared endpoint',
    'zoom: { clientId: { value: a }, clientSecret: { file: /run/shared } }',
  ],
];

describe('the boundary between tenants', () => {
  for (const [what, zoom, fault] of FORBIDDEN) {
    it(`a record with ${what}, when validated, leaves out its tenant: ${fault}`, () => {
      const { tenants, rejected } = validateText(writeFile(zoom), OPTIONS);
      expect(tenants.map(({ id }) => id)).to.deep.equal(['honest']);
      expect(rejected.tenants.map(({ id }) => id)).to.deep.equal(['acme']);
      const messages = rejected.tenants[0]?.faults.map(({ message }) => message);
      expect(messages).to.deep.equal([fault]);
    });
  }

  for (const name of RESERVED) {
    it(`a record that names ${name}, when validated, leaves out its tenant`, () => {
      const text = writeFile(`zoom: { clientId: { value: a }, clientSecret: { env: ${name} } }`);
      const { tenants, rejected } = validateText(text, { ...OPTIONS, environment: { [name]: '' } });
      expect(tenants.map(({ id }) => id)).to.deep.equal(['honest']);
      expect(rejected.tenants[0]?.faults.map(({ message }) => message).join()).to.include(
        `env must not name ${name}, a variable of the process itself`,
      );
    });

    it(`a shared record that names ${name}, when validated, is refused`, () => {
      expect(listFaults(`providers: { zoom: { clientSecret: { env: ${name} } } }`)).to.deep.equal([
        `p.yaml:1:36: env must not name ${name}, a variable of the process itself`,
      ]);
    });
  }

  for (const source of OF_PROCESS) {
    for (const field of ['clientId', 'clientSecret']) {
      it(`a record with ${source} as its ${field}, when validated, leaves out its tenant`, () => {
        const [id, secret] = field === 'clientId' ? [source, '{ env: OWN }'] : ['{ value: a }', source];
        const text = writeFile(`zoom: { clientId: ${id}, clientSecret: ${secret} }`);
        const { tenants, rejected } = validateText(text, OPTIONS);
        expect(tenants.map(({ id }) => id)).to.deep.equal(['honest']);
        const messages = rejected.tenants[0]?.faults.map(({ message }) => message);
        expect(messages).to.deep.equal([`${field} holds a secret of the process itself`]);
      });
    }
  }

  for (const [what, zoom] of ALLOWED) {
    it(`a record with ${what}, when validated, is sound`, () => {
      expect(listFaults(writeFile(zoom), OPTIONS)).to.deep.equal([]);
    });
  }

  describe('with a folder for each tenant', () => {
    const secret = (source: string): string => `zoom: { clientId: { value: a }, clientSecret: ${source} }`;
    const options: ValidationTestOptions = {
      environment: { ...OPTIONS.environment, DOMI_TENANT_SECRETS: '/run/tenants' },
      files: {
        ...OPTIONS.files,
        '/run/tenants/acme/zoom': 'zoom-of-acme',
        '/run/tenants/acme/all.json': '{"zoom":"zoom-of-acme"}',
        '/run/tenants/007.json': '{"acme":{"zoom":"zoom-of-acme"},"globex":{"zoom":"GLOBEX"}}',
        '/run/007.json': '{"acme":{"zoom":"zoom-of-acme"}}',
        '/run/tenants/globex/zoom': 'GLOBEX',
        '/run/tenants/acme-2/zoom': 'ACME-2',
        '/run/elsewhere/bundle': '{"acme":{"zoom":"zoom-of-acme"}}',
      },
      links: {
        '/run/tenants/acme/link': '/run/tenants/acme/zoom',
        '/run/tenants/acme/stray': '/run/tenants/globex/zoom',
        '/run/tenants/acme/neighbour': '/run/tenants/acme-2/zoom',
        '/run/tenants/008.json': '/run/tenants/007.json',
        '/run/tenants/009.json': '/run/elsewhere/bundle',
      },
    };
    const outside = (file: string): string =>
      `names ${file}, which is not below /run/tenants/acme: with DOMI_TENANT_SECRETS, a tenant names files of its own folder`;

    for (const source of [
      '{ file: /run/tenants/acme/zoom }',
      '{ file: /run/tenants/acme/all.json, pointer: /zoom }',
      '{ file: /run/tenants/007.json, pointer: /acme/zoom }',
      '{ file: /run/tenants/acme/link }',
      '{ file: /run/tenants/008.json, pointer: /acme/zoom }',
    ]) {
      it(`a secret from ${source} is its own`, () => {
        const plan = validateText(writeFile(secret(source)), options);
        const acme = plan.tenants.find(({ id }) => id === 'acme');
        expect(readSecrets(acme?.providers[0]?.provider)).to.deep.equal(['zoom-of-acme']);
      });
    }

    for (const [source, fault] of [
      ['{ file: /run/tenants/globex/zoom }', `clientSecret ${outside('/run/tenants/globex/zoom')}`],
      [
        '{ file: /run/tenants/acme/../globex/zoom }',
        `clientSecret ${outside('/run/tenants/acme/../globex/zoom')}`,
      ],
      ['{ file: /run/tenants/acme-2/zoom }', `clientSecret ${outside('/run/tenants/acme-2/zoom')}`],
      ['{ file: /run/own }', `clientSecret ${outside('/run/own')}`],
      [
        '{ file: /run/tenants/globex/all.json, pointer: /zoom }',
        `clientSecret ${outside('/run/tenants/globex/all.json')}`,
      ],
      [
        '{ file: /run/tenants/007.json, pointer: /globex/zoom }',
        `clientSecret ${outside('/run/tenants/007.json')}`,
      ],
      ['{ file: /run/tenants/007.json, pointer: /acme }', `clientSecret ${outside('/run/tenants/007.json')}`],
      ['{ file: /run/tenants/007.json }', `clientSecret ${outside('/run/tenants/007.json')}`],
      ['{ file: /run/007.json, pointer: /acme/zoom }', `clientSecret ${outside('/run/007.json')}`],
      ['{ file: /run/tenants/acme/stray }', `clientSecret ${outside('/run/tenants/acme/stray')}`],
      ['{ file: /run/tenants/acme/neighbour }', `clientSecret ${outside('/run/tenants/acme/neighbour')}`],
      [
        '{ file: /run/tenants/009.json, pointer: /acme/zoom }',
        `clientSecret ${outside('/run/tenants/009.json').replace('below /run/tenants/acme', 'below /run/tenants')}`,
      ],
      [
        '{ env: OWN }',
        'clientSecret names a variable: with DOMI_TENANT_SECRETS, a tenant names files below /run/tenants/acme',
      ],
    ] as const) {
      it(`a secret from ${source} leaves out its tenant`, () => {
        const { tenants, rejected } = validateText(writeFile(secret(source)), options);
        expect(tenants.map(({ id }) => id)).to.deep.equal(['honest']);
        expect(rejected.tenants[0]?.faults.map(({ message }) => message)).to.deep.equal([fault]);
      });
    }

    for (const target of ['/run/tenants/globex', '/run/tenants/..v1/globex', '/run/tenants', '/run']) {
      it(`that is a link to ${target} leaves out its tenant`, () => {
        const tenants =
          'tenants:\n  globex: { publicUrl: https://d.example.com/globex, providers: { zoom: { faulty: true } } }';
        const text = writeFile(secret('{ file: /run/tenants/acme/zoom }')).replace('tenants:', tenants);
        const { rejected } = validateText(text, {
          ...options,
          links: { '/run/tenants/acme': target, '/run/tenants/acme/zoom': `${target}/zoom` },
          files: { ...options.files, [`${target}/zoom`]: 'zoom-of-somebody' },
        });
        const acme = rejected.tenants.filter(({ id }) => id === 'acme');
        expect(acme.flatMap(({ faults }) => faults.map(({ message }) => message))).to.deep.equal([
          `clientSecret ${outside('/run/tenants/acme/zoom')}`,
        ]);
      });
    }

    it('that is a link into a version of a volume, or to a place of its own, is its own', () => {
      for (const target of ['/run/tenants/..v1/acme', '/run/tenants/acme-v1', '/mnt/acme']) {
        const { rejected } = validateText(writeFile(secret('{ file: /run/tenants/acme/zoom }')), {
          ...options,
          links: { '/run/tenants/acme': target, '/run/tenants/acme/zoom': `${target}/zoom` },
          files: { ...options.files, [`${target}/zoom`]: 'zoom-of-acme' },
        });
        expect(rejected.tenants, target).to.deep.equal([]);
      }
    });

    it('a client id is bound to it as well, and shared records are not', () => {
      const text = writeFile(
        'zoom: { clientId: { file: /run/tenants/globex/zoom }, clientSecret: { file: /run/tenants/acme/zoom } }',
      );
      expect(
        validateText(text, options)
          .rejected.tenants[0]?.faults.map(({ message }) => message)
          .join(),
      ).to.include('clientId names');
      expect(listFaults(writeFile('zoom: {}'), options)).to.deep.equal([]);
    });

    it('that is not there yet is a warning, and each tenant with a secret has a fault', () => {
      const environment = { ...OPTIONS.environment, DOMI_TENANT_SECRETS: '/run/absent' };
      const { tenants, warnings } = validateText(writeFile(secret('{ file: /run/absent/acme/zoom }')), {
        ...OPTIONS,
        environment,
      });
      expect(warnings).to.include('DOMI_TENANT_SECRETS: /run/absent is not there yet');
      expect(tenants.map(({ id }) => id)).to.deep.equal(['honest']);
    });

    it('that is a file is a fault of the process', () => {
      expect(listFaults('', { environment: { DOMI_TENANT_SECRETS: 'p.yaml' } })).to.deep.equal([
        'DOMI_TENANT_SECRETS: the file named here is not a folder',
      ]);
    });
  });
});
