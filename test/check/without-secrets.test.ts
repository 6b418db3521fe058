import { expect } from 'chai';
import { sealKeyOf } from '../helpers/seal-keys.ts';
import { runCheck } from './run-check.ts';

/** Everything that a pod has and a pipeline has not: none of these files is there. */
const OF_THE_POD = {
  DOMI_SEAL_KEYS_FILE: '/absent/seal-keys',
  DOMI_STORE_URL_FILE: '/absent/store',
  DOMI_STORE_MODE: 'sentinel',
  DOMI_STORE_MASTER: 'domi',
  DOMI_TENANT_SECRETS: '/absent/tenants',
  DOMI_WEBHOOK_FORWARD_URL: 'https://events.example.com/domi',
  DOMI_WEBHOOK_FORWARD_SECRET_FILE: '/absent/forward',
  DOMI_LOGO_FILE: '/absent/logo.png',
  DOMI_AUDIT_LOG: '/absent/audit.log',
  HTTPS_PROXY_FILE: '/absent/proxy',
  TLSType: 'pem',
  TLSFile: '/absent/tls.key',
  PEMCert: '/absent/tls.crt',
};

const TENANTS = {
  providers: {
    zoom: { clientId: { file: '/absent/zoom/id' }, clientSecret: { file: '/absent/zoom/secret' } },
  },
  tenants: {
    acme: {
      publicUrl: 'https://acme.example.com',
      logo: { file: '/absent/logos/acme.png' },
      providers: {
        zoom: {},
        webex: {
          clientId: { value: 'id' },
          clientSecret: { file: '/absent/tenants/bundle.json', pointer: '/acme/webex' },
        },
        teams: {
          clientId: { file: '/absent/tenants/acme/id' },
          tokenEndpointAuthMethod: 'private_key_jwt',
          clientKey: { file: '/absent/tenants/acme/key' },
          clientCertificate: { file: '/absent/tenants/acme/certificate' },
        },
      },
    },
  },
};

type Report = { faults: { code: string; message: string; tenant?: string }[] } & Record<string, unknown>;

async function check(file: object, environment: Record<string, string> = OF_THE_POD): Promise<Report> {
  const { stdout } = await runCheck({ args: ['--json', '--without-secrets'], environment, file });
  return JSON.parse(stdout);
}

const withProvider = (id: string, record: object): object => ({
  ...TENANTS,
  tenants: { acme: { publicUrl: 'https://acme.example.com', providers: { [id]: record } } },
});

describe('domi check --without-secrets', () => {
  it('finds a configuration sound whose secrets, keys, certificates and logos are elsewhere', async () => {
    const report = await check(TENANTS);
    expect(report.faults).to.deep.equal([]);
    expect(report).to.deep.include({ ok: true, without_secrets: true, tenants: 1, providers: 3 });
    expect(report['warnings']).to.deep.equal([]);
    const { stdout } = await runCheck({
      args: ['--without-secrets'],
      environment: OF_THE_POD,
      file: TENANTS,
    });
    expect(stdout).to.equal(
      'The configuration is sound, as far as it can be validated without secrets: 1 tenant(s), 3 enabled provider(s).\n',
    );
  });

  it('has the hash of the check with secrets', async () => {
    const file = { tenants: { acme: { publicUrl: 'https://acme.example.com', providers: { zoom: {} } } } };
    const environment = { ZOOM_CLIENT_ID: 'id', ZOOM_CLIENT_SECRET: 'secret' };
    const { stdout } = await runCheck({ args: ['--json'], environment, file });
    expect((await check(file, {}))['hash']).to.equal(JSON.parse(stdout).hash);
  });

  it('opens none of them, so a file with nonsense is no fault', async () => {
    const file = withProvider('zoom', {
      clientId: { value: 'id' },
      clientSecret: { file: '/dev/zero' },
    });
    expect((await check(file, {})).faults).to.deep.equal([]);
  });

  const faults: readonly (readonly [what: string, file: object, code: string])[] = [
    [
      'a secret of another tenant in a bundle',
      withProvider('webex', {
        clientId: { value: 'id' },
        clientSecret: { file: '/absent/tenants/bundle.json', pointer: '/globex/webex' },
      }),
      'secret_forbidden',
    ],
    [
      'a secret outside of its folder',
      withProvider('webex', { clientId: { value: 'id' }, clientSecret: { file: '/absent/zoom/secret' } }),
      'secret_forbidden',
    ],
    [
      'a certificate outside of its folder',
      withProvider('teams', {
        clientId: { value: 'id' },
        tokenEndpointAuthMethod: 'private_key_jwt',
        clientKey: { file: '/absent/tenants/acme/key' },
        clientCertificate: { file: '/absent/tenants/globex/certificate' },
      }),
      'secret_forbidden',
    ],
    [
      'an assertion outside of its folder',
      withProvider('teams', {
        clientId: { value: 'id' },
        tokenEndpointAuthMethod: 'private_key_jwt',
        clientAssertion: { file: '/absent/tenants/globex/token' },
      }),
      'secret_forbidden',
    ],
    [
      'the shared secret at an endpoint of its own',
      withProvider('zoom', { tokenEndpoint: 'https://attacker.example.com/token' }),
      'secret_missing',
    ],
    [
      'one source twice',
      withProvider('webex', {
        clientId: { value: 'id' },
        clientSecret: [{ file: '/absent/tenants/acme/webex' }, { file: '/absent/tenants/acme/webex' }],
      }),
      'secret_invalid',
    ],
    ['an unknown record', withProvider('zoomm', {}), 'record_unknown'],
    ['an unknown field', withProvider('zoom', { pkcs: 'none' }), 'field_invalid'],
    [
      'an address of another tenant',
      {
        tenants: {
          acme: { publicUrl: 'https://acme.example.com', providers: { zoom: {} } },
          globex: { publicUrl: 'https://acme.example.com', providers: { zoom: {} } },
        },
      },
      'address_conflict',
    ],
    [
      'an address that is none',
      { tenants: { acme: { publicUrl: 'ftp://x', providers: { zoom: {} } } } },
      'address_invalid',
    ],
    [
      'a redirect URI that is not registered',
      {
        providers: { zoom: { redirectUris: ['https://globex.example.com/zoomCallback'] } },
        tenants: { acme: { publicUrl: 'https://acme.example.com', providers: { zoom: {} } } },
      },
      'redirect_uri_unregistered',
    ],
    [
      'two providers at one path',
      {
        tenants: {
          acme: {
            publicUrl: 'https://acme.example.com',
            providers: { zoom: {}, other: { extends: 'zoom' } },
          },
        },
      },
      'path_conflict',
    ],
  ];
  for (const [what, file, code] of faults) {
    it(`finds ${what}, with the code ${code}`, async () => {
      const { faults: found } = await check(file);
      expect(found.map((fault) => fault.code)).to.include(code);
      expect(found.every(({ tenant }) => tenant === 'acme' || tenant === 'globex')).to.equal(true);
    });
  }

  it('finds that a tenant sends the secret of a root record to its own endpoint, by its place', async () => {
    const file = withProvider('zoom', {
      tokenEndpoint: 'https://attacker.example.com/token',
      clientId: { value: 'id' },
      clientSecret: { file: '/absent/zoom/secret' },
    });
    const { faults: found } = await check(file, {});
    expect(found.map(({ code, message }) => `${code} ${message}`)).to.deep.equal([
      'secret_forbidden clientSecret is or holds the secret of a root record: bring one of your own',
    ]);
  });

  it('still validates what stands in the environment itself', async () => {
    for (const environment of [
      { DOMI_SEAL_KEYS: 'k1:short' },
      { DOMI_STORE_URL: 'http://x' },
      { PORT: 'x' },
    ]) {
      const { faults: found } = await check(TENANTS, environment);
      expect(found.map(({ code }) => code)).to.deep.equal(['setting_invalid']);
    }
    const sound = { DOMI_SEAL_KEYS: `k1:${sealKeyOf(1)}`, DOMI_STORE_URL: 'redis://store:6379' };
    expect((await check(TENANTS, sound)).faults).to.deep.equal([]);
  });

  it('assumes nothing of a service without tenants: a provider is enabled when its variables are there', async () => {
    expect(await check({}, {})).to.deep.include({ providers: 0 });
    expect(
      await check({}, { ZOOM_CLIENT_ID: 'id', ZOOM_CLIENT_SECRET_FILE: '/absent/zoom' }),
    ).to.deep.include({
      providers: 1,
    });
  });
});
