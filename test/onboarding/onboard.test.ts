import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { makeKey } from '../../src/onboarding/make-key.ts';
import { runOnboard } from '../../src/onboarding/run-onboard.ts';
import { createDocumentFetcher, type FetchDocument } from '../../src/upstream/document-fetcher.ts';
import { createClientKey } from '../helpers/client-keys.ts';
import { createTestService, TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { startMetadataServer } from '../helpers/metadata-server.ts';

const FETCH = createDocumentFetcher({
  userAgent: 'test',
  proxies: undefined,
  allowPrivateAddresses: true,
});

describe('domi onboard', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-onboard-'));
    await writeFile(join(folder, 'secret'), 'CANARY-SECRET');
  });
  after(() => rm(folder, { recursive: true }));

  interface Run {
    readonly code: number;
    readonly output: string;
  }

  async function onboard(
    providerFile: object | undefined,
    tenant: string | undefined,
    options: {
      url?: string;
      json?: boolean;
      environment?: Record<string, string>;
      fetchDocument?: FetchDocument;
    } = {},
  ): Promise<Run> {
    const file = join(folder, 'providers.json');
    if (providerFile) await writeFile(file, JSON.stringify(providerFile));
    let output = '';
    const code = await runOnboard({
      environment: {
        ...TEST_ENVIRONMENT,
        ...(providerFile && { DOMI_CONFIG: file }),
        ...options.environment,
      },
      tenant,
      url: options.url,
      json: options.json ?? false,
      fetchDocument: options.fetchDocument ?? (async () => ({ failure: 'not asked in this test' })),
      write: (text) => {
        output += text;
      },
    });
    expect(output).to.not.include('CANARY');
    return { code, output };
  }

  const ACME = {
    publicUrl: 'https://domi.example.com/acme/',
    displayName: 'Acme Corporation',
    supportUrl: 'https://help.acme.example/',
  };

  it('of a tenant that is complete prints what goes where, and exits with 0', async () => {
    const teams = {
      variables: { directory: 'acme.example' },
      clientId: { value: '3f1c2d' },
      clientSecret: { file: join(folder, 'secret') },
    };
    const { code, output } = await onboard(
      { tenants: { acme: { ...ACME, providers: { zoom: {}, teams } } } },
      'acme',
    );
    expect(code, output).to.equal(0);
    expect(output).to.include('# Acme Corporation');
    expect(output).to.match(/Root URL for the Notes template:\n {2}https:\/\/domi\.example\.com\/acme\n/);
    expect(output).to.include('Redirect URI:   https://domi.example.com/acme/zoomCallback');
    expect(output).to.include('OAuth app:      the shared one').and.include('OAuth app:      its own');
    expect(output).to.include('Scopes to tick: User.Read OnlineMeetings.ReadWrite offline_access openid');
    const [, consent = ''] = /Admin consent: +(\S+)/.exec(output) ?? [];
    const url = new URL(consent);
    expect(url.origin + url.pathname).to.equal(
      'https://login.microsoftonline.com/acme.example/v2.0/adminconsent',
    );
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      client_id: '3f1c2d',
      scope: 'User.Read OnlineMeetings.ReadWrite offline_access openid',
      redirect_uri: 'https://domi.example.com/acme/teamsCallback',
    });
    expect(output).to.include('Nothing: its users can begin.');
  });

  it('of a tenant whose secret is not there yet says so, prints the rest, and exits with 1', async () => {
    const teams = { clientId: { value: '3f1c2d' }, clientSecret: { file: join(folder, 'none') } };
    const { code, output } = await onboard(
      { tenants: { acme: { ...ACME, providers: { zoom: {}, teams } } } },
      'acme',
    );
    expect(code).to.equal(1);
    expect(output).to.include(`teams: cannot read ${join(folder, 'none')} (ENOENT)`);
    expect(output).to.include('client_id=3f1c2d');
    expect(output).to.not.include('zoom is not enabled');
  });

  it('as JSON holds the same, for programs', async () => {
    const { output } = await onboard({ tenants: { acme: { ...ACME, providers: { zoom: {} } } } }, 'acme', {
      json: true,
    });
    expect(JSON.parse(output)).to.deep.equal({
      tenant: 'acme',
      displayName: 'Acme Corporation',
      configured: true,
      rootUrl: 'https://domi.example.com/acme',
      providers: [
        {
          provider: 'zoom',
          label: 'Zoom',
          app: 'shared',
          consoleUrl: 'https://marketplace.zoom.us/',
          redirectUri: 'https://domi.example.com/acme/zoomCallback',
          setUp: true,
          scopes: [],
          consoleScopes: {
            granular: ['meeting:write:meeting', 'meeting:update:meeting', 'meeting:delete:meeting'],
            classic: ['meeting:write'],
          },
          startUrl: 'https://domi.example.com/acme/dominoZoom/index.html',
          authentication: {
            method: 'client_secret_basic',
            steps: [
              'create a client secret, and put it into ZOOM_CLIENT_SECRET; note its last day in expiresAt',
            ],
          },
          differences: [],
          missing: [],
        },
      ],
      missing: [],
      hints: [],
    });
  });

  it('of a tenant that is not in the file yet drafts its record, with which the configuration is sound', async () => {
    const { code, output } = await onboard(undefined, 'globex', {
      url: 'https://globex.example.com',
      json: true,
    });
    expect(code).to.equal(1);
    const { missing, providerFile } = JSON.parse(output);
    expect(missing).to.deep.equal(['the tenant is not in the provider file']);
    await writeFile(join(folder, 'draft.json'), JSON.stringify(providerFile));
    const { directory } = loadConfig({ ...TEST_ENVIRONMENT, DOMI_CONFIG: join(folder, 'draft.json') });
    expect(directory.resolve('globex.example.com', '/')?.tenant.providers).to.have.length(4);
  });

  const GLOBEX = 'https://globex.example.com';
  const TAKEN = { tenants: { acme: { ...ACME, providers: { zoom: {} } } } };
  const notDrafted: [what: string, tenant: string, url: string, sentence: string][] = [
    [
      'an id with capitals',
      'Foo_Bar',
      GLOBEX,
      'TENANT: tenants has "Foo_Bar": a tenant id is a DNS label: lower-case letters, digits and -, at most 63',
    ],
    ['an id of nothing', '', GLOBEX, 'TENANT: tenants has a name that is not allowed: a tenant id is'],
    ['an id that is too long', 'x'.repeat(64), GLOBEX, 'TENANT: tenants has a name that is not allowed: a'],
    [
      'an id with the name of a method',
      '__proto__',
      GLOBEX,
      'TENANT: tenants has "__proto__": a tenant id is',
    ],
    ['no address', 'globex', 'globex', '--url: tenants.globex.publicUrl is not a URL such as https://'],
    ['an empty address', 'globex', '', '--url: tenants.globex.publicUrl is empty'],
    [
      'an address over http',
      'globex',
      'http://g.example.com',
      '--url: tenants.globex.publicUrl must be https://',
    ],
    [
      'a long address',
      'globex',
      `${GLOBEX}/${'x'.repeat(500)}`,
      '--url: tenants.globex.publicUrl is longer than',
    ],
    [
      'an address with a query',
      'globex',
      `${GLOBEX}/?x`,
      '--url: tenants.globex.publicUrl must not have a query',
    ],
    [
      'the address of another one',
      'globex',
      'https://domi.example.com/acme',
      '--url: tenants.globex.publicUrl is already the address of tenants.acme',
    ],
    [
      'an address that hides one of another one',
      'globex',
      'https://domi.example.com/acme/zoomCallback',
      '--url: tenants.globex.publicUrl hides https://domi.example.com/acme/zoomCallback, an address of tenants.acme',
    ],
  ];
  for (const [what, tenant, url, sentence] of notDrafted) {
    it(`of a new tenant with ${what}, prints nothing but what \`domi check\` would say`, async () => {
      for (const json of [false, true]) {
        const { code, output } = await onboard(TAKEN, tenant, { url, json });
        expect(code, output).to.equal(78);
        expect(output).to.match(/^((TENANT|--url): tenants.*\n)+$/);
        expect(output).to.satisfy((text: string) => text.startsWith(sentence));
      }
    });
  }

  it('of a new tenant whose address has another one below it, that it would hide, prints nothing else', async () => {
    const publicUrl = 'https://domi.example.com/dominoZoom';
    const { code, output } = await onboard({ tenants: { acme: { ...ACME, publicUrl } } }, 'globex', {
      url: 'https://domi.example.com',
    });
    expect(code).to.equal(78);
    expect(output).to.match(/^--url: tenants\.globex\.publicUrl needs https:.*tenants\.acme.*\n$/);
  });

  it('of a new tenant in a file with faults of others, drafts its record all the same', async () => {
    const file = { tenants: { ...TAKEN.tenants, bad: { publicUrl: 'ftp://bad.example.com' } } };
    const { code, output } = await onboard(file, 'globex', { url: GLOBEX });
    expect(code).to.equal(1);
    expect(output).to.include('## For the provider file');
  });

  it('of a new tenant leaves out of its record the services that it could not use, and says why', async () => {
    const file = {
      providers: {
        zoom: { redirectUris: ['https://domi.example.com/acme/zoomCallback'] },
        gcc: { extends: 'teams', label: 'GCC' },
        incomplete: { label: 'Nothing else' },
      },
      ...TAKEN,
    };
    const { output } = await onboard(file, 'globex', { url: GLOBEX, json: true });
    const { missing, providerFile } = JSON.parse(output);
    expect(Object.keys(providerFile.tenants.globex.providers)).to.deep.equal([
      'teams',
      'webex',
      'gotomeeting',
    ]);
    expect(missing.join('\n'))
      .to.include('zoom cannot come back to https://globex.example.com/zoomCallback')
      .and.include('gcc.path: /dominoTeams already belongs to teams')
      .and.include('incomplete.path is missing');
  });

  it('drafts a record that is sound, or nothing, whatever its arguments are', async () => {
    const id = fc.oneof(fc.constantFrom('acme', '007', 'true', 'null', '1e3', 'a-', '-a', 'é'), fc.string());
    const url = fc.oneof(
      fc.webUrl(),
      fc.constantFrom(GLOBEX, '"https://a.example.com"', 'https://ä.example.com/a/'),
    );
    await fc.assert(
      fc.asyncProperty(id, url, fc.boolean(), async (tenant, address, json) => {
        const { code, output } = await onboard(undefined, tenant, { url: address, json });
        if (code === 78) return;
        const part = json
          ? JSON.stringify(JSON.parse(output).providerFile)
          : (/## For the provider file\n\n(.*?)\n\n## /s.exec(output)?.[1] ?? '');
        await writeFile(join(folder, 'draft.yaml'), part);
        const { directory } = loadConfig({ ...TEST_ENVIRONMENT, DOMI_CONFIG: join(folder, 'draft.yaml') });
        expect(directory.tenants.map((one) => one.id)).to.deep.equal([tenant]);
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('of a service without tenants is about its only one', async () => {
    const { code, output } = await onboard(undefined, undefined);
    expect(code, output).to.equal(0);
    expect(output).to.include('Redirect URI:   https://domi.example.com/webexCallback');
  });

  const ONE_OF_FOUR = Object.fromEntries(
    ['TEAMS', 'WEBEX', 'GTM'].flatMap((name) => [
      [`${name}_CLIENT_ID`, ''],
      [`${name}_CLIENT_SECRET`, ''],
    ]),
  );

  it('of a service with one of four meeting services is complete, and still says what the others take', async () => {
    const { code, output } = await onboard(undefined, undefined, { environment: ONE_OF_FOUR });
    expect(code, output).to.equal(0);
    expect(output).to.include('Nothing: its users can begin.');
    expect(output).to.match(/## Webex\n\n {2}Status: +not set up; that is fine if nobody needs it\n/);
    expect(output.match(/not set up/g)).to.have.length(3);
    expect(output).to.include('Redirect URI:   https://domi.example.com/webexCallback');
  });

  it('of a service with half of the credentials of a second meeting service names what is missing', async () => {
    const environment = { ...ONE_OF_FOUR, WEBEX_CLIENT_ID: 'webex-id' };
    const { code, output } = await onboard(undefined, undefined, { environment });
    expect(code).to.equal(1);
    expect(output).to.include('webex is not enabled: it has no client secret (WEBEX_CLIENT_SECRET not set)');
    expect(output).to.not.include('teams is not enabled');
  });

  it('of a record that the file has names what is missing, although nothing else is set', async () => {
    const { code, output } = await onboard({ providers: { webex: { label: 'W' } } }, undefined, {
      environment: ONE_OF_FOUR,
    });
    expect(code).to.equal(1);
    expect(output).to.include('webex is not enabled: it has no client id (WEBEX_CLIENT_ID not set)');
  });

  it('of a service with no credentials at all names those of all four', async () => {
    const environment = { ...ONE_OF_FOUR, ZOOM_CLIENT_ID: '', ZOOM_CLIENT_SECRET: '' };
    const { code, output } = await onboard(undefined, undefined, { environment });
    expect(code).to.equal(1);
    expect(output).to.include('no meeting service is enabled for it');
    for (const name of ['ZOOM', 'TEAMS', 'WEBEX', 'GTM'])
      expect(output).to.include(`(${name}_CLIENT_ID not set)`);
  });

  it('names the scopes of either kind of app that Zoom has, and those that a record asks for', async () => {
    const { output } = await onboard(undefined, undefined);
    expect(output)
      .to.include(
        'Scopes to tick: meeting:write:meeting meeting:update:meeting meeting:delete:meeting (granular app)\n',
      )
      .and.include('Scopes to tick: meeting:write (classic app)\n');
    const own = await onboard({ providers: { zoom: { scopes: ['meeting:write'] } } }, undefined);
    expect(own.output).to.include('Scopes to tick: meeting:write\n').and.not.include('classic app');
  });

  const refused: [what: string, tenant: object, missing: RegExp][] = [
    [
      'an address that is taken',
      { publicUrl: 'https://domi.example.com/acme' },
      /is already the address of tenants\.acme/,
    ],
    [
      'an address below a path of another one',
      { publicUrl: 'https://domi.example.com/acme/diag' },
      /hides https:\/\/domi\.example\.com\/acme\/diag, an address of tenants\.acme/,
    ],
    [
      'a path where another one is',
      { publicUrl: 'https://domi.example.com', providers: { zoom: { path: 'acme' } } },
      /needs https:\/\/domi\.example\.com\/acme, where tenants\.acme is already/,
    ],
    ['an address over http', { publicUrl: 'http://domi.example.com' }, /publicUrl must be https/],
    ['no meeting service', { publicUrl: 'https://x.example.com' }, /no meeting service is enabled for it/],
  ];
  for (const [what, record, missing] of refused) {
    it(`of a tenant with ${what} names it as missing`, async () => {
      const { code, output } = await onboard({ tenants: { acme: ACME, globex: record } }, 'globex');
      expect(code).to.equal(1);
      expect(output).to.match(missing);
    });
  }

  it('of the first of two tenants at one address finds nothing: it is the one that is served', async () => {
    const acme = { ...ACME, providers: { zoom: {} } };
    const globex = { ...acme, publicUrl: 'https://domi.example.com/acme' };
    const { code, output } = await onboard({ tenants: { acme, globex } }, 'acme');
    expect(output).to.not.include('is already the address');
    expect(code).to.equal(0);
  });

  it('of a secret that cannot be read says so once', async () => {
    const zoom = { clientId: { value: 'a' }, clientSecret: { file: '/absent' } };
    const { code, output } = await onboard({ tenants: { acme: { ...ACME, providers: { zoom } } } }, 'acme');
    expect(code).to.equal(1);
    const missing = output.split('## Still missing')[1]?.split('##')[0]?.trim();
    expect(missing).to.equal('- zoom: cannot read /absent (ENOENT)');
  });

  it('of a tenant that nobody knows names those that are there, and exits with 78', async () => {
    const { code, output } = await onboard({ tenants: { acme: ACME } }, 'globex');
    expect([code, output]).to.deep.equal([
      78,
      'TENANT: tenants.globex is not in the provider file (it has acme); give its address with --url\n',
    ]);
  });

  it('of a file with faults prints these, and exits with 78', async () => {
    const { code, output } = await onboard({ tenants: { acme: { ...ACME, colour: 'red' } } }, 'acme');
    expect(code).to.equal(78);
    expect(output).to.match(/providers\.json:1:\d+: .*"?colour/);
  });

  it('of a tenant in a file where another one has faults, knows nothing of these', async () => {
    const globex = { publicUrl: 'ftp://globex.example.com', colour: 'red' };
    const acme = { ...ACME, providers: { zoom: {} } };
    const { code, output } = await onboard({ tenants: { acme, globex } }, 'acme');
    expect(code, output).to.equal(0);
    expect(output).to.not.include('colour');
  });

  it('of a tenant whose secret has expired says so, since it no longer works', async () => {
    const clientSecret = { file: join(folder, 'secret'), expiresAt: '2020-01-01' };
    const zoom = { clientId: { value: 'own' }, clientSecret };
    const { code, output } = await onboard({ tenants: { acme: { ...ACME, providers: { zoom } } } }, 'acme');
    expect(code).to.equal(1);
    expect(output).to.include('clientSecret has expired: the date in expiresAt is in the past');
  });

  it('of a tenant with a variable that nothing uses is complete: only `domi check` warns of it', async () => {
    const zoom = { variables: { directry: 'x' } };
    const { code, output } = await onboard({ tenants: { acme: { ...ACME, providers: { zoom } } } }, 'acme');
    expect(code, output).to.equal(0);
  });

  it('of a provider of which nothing can be built says why', async () => {
    const { code, output } = await onboard(
      {
        tenants: {
          acme: { ...ACME, providers: { zoom: {}, zoon: {}, webex: { tokenEndpoint: 'http://x' } } },
        },
      },
      'acme',
    );
    expect(code).to.equal(1);
    expect(output).to.include('tenants.acme.providers.zoon names no known record; did you mean zoom?');
    expect(output).to.match(/webex\.tokenEndpoint .*https:/);
    expect(output).to.include('Redirect URI:   https://domi.example.com/acme/zoomCallback');
  });

  it('names a shared app that is not registered for the address, with which a start leaves the tenant out', async () => {
    const providerFile = {
      providers: { zoom: { redirectUris: ['https://domi.example.com/acme/zoomCallback'] } },
      tenants: {
        acme: { ...ACME, providers: { zoom: {} } },
        globex: { publicUrl: 'https://globex.example.com', providers: { zoom: {} } },
      },
    };
    expect((await onboard(providerFile, 'acme')).code).to.equal(0);
    const { code, output } = await onboard(providerFile, 'globex');
    expect(code).to.equal(1);
    const sentence =
      'cannot come back to https://globex.example.com/zoomCallback, which is not among the redirectUris of the shared app';
    expect(output).to.include(`zoom ${sentence}`);
    const start = (): Config =>
      loadConfig({ ...TEST_ENVIRONMENT, DOMI_CONFIG: join(folder, 'providers.json') });
    const [rejected] = start().rejected.tenants;
    expect(rejected?.faults[0]?.message).to.include(`tenants.globex.providers.zoom ${sentence}`);
  });

  it('lets a tenant with an app of its own be, whatever the shared one is registered for', async () => {
    const zoom = { clientId: { value: 'own' }, clientSecret: { file: join(folder, 'secret') } };
    const { code } = await onboard(
      {
        providers: { zoom: { redirectUris: ['https://domi.example.com/acme/zoomCallback'] } },
        tenants: { globex: { publicUrl: 'https://globex.example.com', providers: { zoom } } },
      },
      'globex',
    );
    expect(code).to.equal(0);
  });

  describe('of a service that signs', () => {
    const record = (fields: object): object => ({
      providers: { teams: { tokenEndpointAuthMethod: 'private_key_jwt', ...fields } },
    });

    it('and has no key yet, says how to make one and where to put it', async () => {
      const { output } = await onboard(
        record({ clientKey: { file: '/run/secrets/teams/client.key' } }),
        undefined,
      );
      expect(output).to.include('Client authentication (private_key_jwt):');
      expect(output).to.include(
        'make a key pair (domi onboard --make-key FOLDER), and put the private key into /run/secrets/teams/client.key',
      );
    });

    it('with a key, prints the public key alone', async () => {
      const { file, pem, publicKey } = createClientKey(folder, 'teams', 'p256');
      const { output } = await onboard(record({ clientKey: { file, kid: 'k1' } }), undefined, { json: true });
      const teams = JSON.parse(output).providers.find(
        (one: { provider: string }) => one.provider === 'teams',
      );
      expect(teams.authentication.jwks).to.deep.equal({
        keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'k1' }],
      });
      expect(output).to.not.include(pem.split('\n')[1]);
    });

    it('with a certificate, says which file to upload and how to recognize it', async () => {
      makeKey({ folder: join(folder, 'made'), type: 'p256', commonName: 'domi', days: 9, now: new Date() });
      const [key, certificate] = ['client.key', 'client.crt'].map((name) => join(folder, 'made', name));
      const { output } = await onboard(
        record({ clientKey: { file: key }, clientCertificate: { file: certificate } }),
        undefined,
      );
      const { fingerprint256 } = new X509Certificate(await readFile(certificate ?? ''));
      expect(output).to.include(`upload the certificate in ${certificate} (Microsoft Entra:`);
      expect(output).to.include(`compare its SHA-256 thumbprint: ${fingerprint256.replaceAll(':', '')}`);
    });

    it('with an assertion of the cluster, prints issuer, subject and audience of it, and not the assertion', async () => {
      const claims = {
        iss: 'https://oidc.example.com/cluster',
        sub: 'system:serviceaccount:mail:domi',
        aud: ['api://AzureADTokenExchange'],
      };
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const token = `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
      const file = join(folder, 'token');
      await writeFile(file, token);
      const { output } = await onboard(record({ clientAssertion: { file } }), undefined);
      expect(output).to.include('its issuer: https://oidc.example.com/cluster');
      expect(output).to.include('its subject: system:serviceaccount:mail:domi');
      expect(output).to.include('its audience: api://AzureADTokenExchange');
      expect(output).to.not.include('c2lnbmF0dXJl');
    });

    it('with an assertion that is not there, says so', async () => {
      const { output } = await onboard(
        record({ clientAssertion: { file: join(folder, 'none') } }),
        undefined,
      );
      expect(output).to.include('the client assertion file cannot be read (ENOENT)');
    });
  });

  it('of a record with an issuer, prints what differs from the metadata', async () => {
    const server = await startMetadataServer();
    try {
      server.documents = {
        '/.well-known/openid-configuration': { issuer: server.url, grant_types_supported: ['implicit'] },
      };
      const file = { providers: { zoom: { issuer: server.url, clientId: { value: 'i' } } } };
      const { output } = await onboard(file, undefined, { fetchDocument: FETCH });
      expect(output).to.include('The record differs from the metadata of its server:');
      expect(output).to.include('the server does not list the grant refresh_token, only implicit');
    } finally {
      await server.stop();
    }
  });
});

describe('an administrator who consented for everybody', () => {
  it('comes back to the redirect URI, with or without the state of the link, and reads that it worked', async () => {
    const service = await createTestService({
      providerFile: {
        tenants: { acme: { publicUrl: 'https://d.example.com/acme', providers: { teams: {}, zoom: {} } } },
      },
    });
    try {
      const get = (query: string) => service.get(`/acme/teamsCallback?${query}`, { host: 'd.example.com' });
      for (const given of [
        'admin_consent=True&tenant=3f1c&scope=x',
        'admin_consent=true&state=12345',
        'admin_consent=True&state=',
      ]) {
        const answer = await get(given);
        expect(answer.status, given).to.equal(200);
        expect(answer.body, given).to.include('The app has been approved');
        expect(answer.body, given).to.include('href="https://d.example.com/acme/dominoTeams/index.html"');
        expect(answer.headers['set-cookie'], given).to.equal(undefined);
      }
      for (const refused of [
        'admin_consent=True&error=access_denied&error_description=CANARY',
        'admin_consent=no',
        'admin_consent=True&admin_consent=False',
        'error=permission_denied&error_description=CANARY',
      ]) {
        const answer = await get(refused);
        expect(answer.status, refused).to.equal(403);
        expect(answer.body, refused).to.include('must approve this app first').and.not.include('CANARY');
      }
      expect((await get('admin_consent=True&code=C')).status).to.equal(400);
      // Zoom has no such page, so nothing of the kind comes back from it.
      for (const query of ['admin_consent=True', 'error=permission_denied']) {
        const answer = await service.get(`/acme/zoomCallback?${query}`, { host: 'd.example.com' });
        expect(answer.status, query).to.equal(400);
        expect(answer.body, query).to.include('>invalid_flow<');
      }
    } finally {
      await service.stop();
    }
  });
});
