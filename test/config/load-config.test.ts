import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { BUILT_IN_RECORDS } from '../../src/providers/built-in-records.ts';
import { TEST_ENVIRONMENT, TEST_SEAL_KEYS } from '../helpers/create-test-service.ts';
import { listSecrets } from '../helpers/providers.ts';

describe('configuration', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  function faultsOf(environment: Record<string, string>): string[] {
    try {
      loadConfig(environment);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.faults.map(({ where, message }) => `${where}: ${message}`.replaceAll(`${folder}/`, ''));
    }
    throw new Error('no fault was found');
  }

  const enabled = (config: Config): string[] =>
    config.directory.tenants.flatMap(({ id, providers }) => providers.map((one) => `${id}/${one.id}`));

  describe('environment', () => {
    it('of DOMI 1.x alone is enough, with its names and defaults', () => {
      const config = loadConfig({ ZOOM_CLIENT_ID: 'i', ZOOM_CLIENT_SECRET: 's', TEAMS_CLIENT_ID: 'only-id' });
      expect(config).to.include({ publicUrl: 'http://localhost:8878', webPort: 8878, managementPort: 8879 });
      expect(config.tls).to.equal(undefined);
      expect(enabled(config)).to.deep.equal(['default/zoom']);
      expect(config.warnings.join('\n'))
        .to.match(/teams is not enabled/)
        .and.match(/DOMI_SEAL_KEYS is not set/);
    });

    it('warns of a further built-in record when it is half configured, and says nothing when nobody asked', () => {
      const config = loadConfig({ RINGCENTRAL_CLIENT_ID: 'only-id' });
      expect(config.warnings.join('\n'))
        .to.match(/ringcentral is not enabled/)
        .and.not.match(/google-meet/);
    });

    it('nothing at all starts a service without providers', () => {
      expect(enabled(loadConfig({}))).to.deep.equal([]);
    });

    it('G8 reports every fault at once and prints no secret', () => {
      const faults = faultsOf({
        OAUTH_HOSTNAME: 'http://domi.example.com',
        PORT: '99999',
        METRICSPORT: 'x',
        LOG_LEVEL: 'loud',
        DOMI_SEAL_KEYS: 'SECRET-CANARY',
        DOMI_TRUSTED_PROXIES: '10.0.0.0/8,nonsense,10.0.0.0/99',
        DOMI_ALLOW_INSECURE_PROVIDERS: 'yes',
        TLSFile: join(folder, 'absent'),
        TLSType: 'jks',
        DOMI_CONFIG: join(folder, 'absent.yaml'),
        ZOOM_CLIENT_ID: 'a',
        ZOOM_CLIENT_ID_FILE: 'b',
      });
      expect(faults.map((fault) => fault.split(':')[0])).to.have.members([
        'OAUTH_HOSTNAME',
        'PORT',
        'METRICSPORT',
        'LOG_LEVEL',
        'DOMI_SEAL_KEYS',
        'DOMI_TRUSTED_PROXIES',
        'DOMI_TRUSTED_PROXIES',
        'DOMI_ALLOW_INSECURE_PROVIDERS',
        'TLSType',
        'TLSFile',
        'DOMI_CONFIG',
        'ZOOM_CLIENT_ID',
      ]);
      expect(faults.join()).to.not.include('CANARY');
    });

    for (const bad of [
      'nonsense',
      'ftp://x',
      'https://u:p@x',
      'https://x/?a',
      'https://x/#a',
      'https://x/a%20b',
      'http://10.0.0.1',
    ]) {
      it(`H4 refuses ${bad} as OAUTH_HOSTNAME`, () => {
        expect(faultsOf({ OAUTH_HOSTNAME: bad })).to.have.length(1);
      });
    }

    it('takes http for loopback names, and a slash at the end', () => {
      for (const good of [
        'http://localhost:8878/',
        'http://127.0.0.1',
        'http://[::1]:1',
        'https://x.example.com/domi/',
      ]) {
        const [tenant] = loadConfig({ OAUTH_HOSTNAME: good }).directory.tenants;
        expect(tenant?.publicUrl).to.equal(good.replace(/\/$/, ''));
      }
    });

    it('reads secrets from files', () => {
      const config = loadConfig({
        ZOOM_CLIENT_ID_FILE: write('id', 'the-id\n'),
        ZOOM_CLIENT_SECRET_FILE: write('secret', 'the secret \r\n'),
        DOMI_SEAL_KEYS_FILE: write('keys', `${TEST_SEAL_KEYS}\n`),
      });
      expect(config.directory.tenants[0]?.providers[0]).to.deep.include({
        clientId: 'the-id',
        clientCredentials: listSecrets('the secret '),
      });
      expect(config.sealKeys.map(({ id }) => id)).to.deep.equal(['first']);
    });

    it('refuses TLS files that are missing or cannot be used, before anybody connects', () => {
      const file = write('key', 'no key at all');
      expect(faultsOf({ TLSFile: file })[0]).to.equal(
        'TLSFile: key is not a PFX (PKCS #12), or it is cut off',
      );
      expect(faultsOf({ TLSFile: file, TLSType: 'pem' })[0]).to.match(/^PEMCert: must name/);
      expect(faultsOf({ TLSFile: file, TLSType: 'pem', PEMCert: join(folder, 'absent') })[0]).to.match(
        /^PEMCert: .*ENOENT/,
      );
    });
  });

  describe('provider file', () => {
    const load = (path: string, more: Record<string, string> = {}): Config =>
      loadConfig({ ...TEST_ENVIRONMENT, DOMI_CONFIG: path, ...more });

    it('overrides a built-in record field by field', () => {
      const path = write(
        'p.yaml',
        'providers:\n  zoom:\n    scopes: [meeting:write:meeting, meeting:update:meeting]\n',
      );
      const zoom = load(path).directory.tenants[0]?.byPath.get('dominoZoom');
      expect(zoom?.scopes).to.deep.equal(['meeting:write:meeting', 'meeting:update:meeting']);
      expect(zoom?.tokenEndpoint).to.equal('https://zoom.us/oauth/token');
    });

    it('adds a record that extends another, with variables of its own', () => {
      const path = write(
        'p.yaml',
        `providers:
  teams-gcc:
    extends: teams
    label: Microsoft Teams (US Government)
    path: dominoTeamsGcc
    callback: teamsGccCallback
    authorizationEndpoint: https://login.microsoftonline.us/{directory}/oauth2/v2.0/authorize
    variables: { directory: contoso.example }
`,
      );
      const gcc = load(path).directory.tenants[0]?.byCallback.get('teamsGccCallback');
      expect(gcc).to.include({
        id: 'teams-gcc',
        authorizationEndpoint: 'https://login.microsoftonline.us/contoso.example/oauth2/v2.0/authorize',
        tokenEndpoint: 'https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token',
        clientId: 'teams-id',
      });
    });

    it('of a folder are merged in file-name order', () => {
      write('10.yaml', 'providers: { zoom: { label: First, scopes: [a] } }');
      write('20.json', '{ "providers": { "zoom": { "label": "Second" } } }');
      write('ignored.txt', 'not: [yaml');
      const zoom = load(folder).directory.tenants[0]?.byPath.get('dominoZoom');
      expect(zoom?.label).to.equal('Second');
      expect(zoom?.scopes).to.deep.equal(['a']);
    });

    it('gives tenants their own addresses, apps and variables', () => {
      const secret = write('secret', 'own-secret');
      const path = write(
        'p.yaml',
        `tenants:
  acme:
    publicUrl: https://domi.example.com/acme
    displayName: Acme Corporation
    providers:
      zoom: {}
      teams:
        variables: { directory: acme.example }
        clientId: { value: own-id }
        clientSecret: { file: ${secret} }
  constructor:
    publicUrl: https://Other.example.com
    providers: { webex: {} }
`,
      );
      const { directory } = load(path);
      expect(directory.resolve('domi.example.com', '/')).to.equal(undefined);
      expect(directory.resolve('unknown.example.com', '/acme/x')).to.equal(undefined);
      expect(directory.resolve('other.example.com', '/x')?.tenant.id).to.equal('constructor');
      const acme = directory.resolve('DOMI.example.com:443', '/acme/dominoTeams/index.html');
      expect(acme?.path).to.equal('/dominoTeams/index.html');
      expect(acme?.tenant.displayName).to.equal('Acme Corporation');
      expect(acme?.tenant.byPath.get('dominoTeams')).to.deep.include({
        clientId: 'own-id',
        clientCredentials: listSecrets('own-secret'),
        tokenEndpoint: 'https://login.microsoftonline.com/acme.example/oauth2/v2.0/token',
      });
      expect(acme?.tenant.byPath.get('dominoZoom')?.clientId).to.equal('zoom-id');
    });

    it('without its credentials switches a provider off, and so does enabled: false', () => {
      const path = write(
        'p.yaml',
        'providers: { zoom: { enabled: false }, webex: { clientId: { env: NOT_SET } } }',
      );
      expect(enabled(load(path))).to.deep.equal(['default/teams', 'default/gotomeeting']);
    });

    it('that cannot be read is a fault', () => {
      mkdirSync(join(folder, 'sub.yaml'));
      expect(faultsOf({ DOMI_CONFIG: folder })[0]).to.match(/cannot read .*sub\.yaml \(EISDIR\)/);
    });

    it('allows plain http and loopback with the switch of demo and tests', () => {
      const path = write('p.yaml', 'providers: { zoom: { tokenEndpoint: "http://127.0.0.1:1/t" } }');
      expect(enabled(load(path, { DOMI_ALLOW_INSECURE_PROVIDERS: 'true' }))).to.include('default/zoom');
    });
  });

  it('has built-in records that pass the schema of the provider file', () => {
    const path = write('all.json', JSON.stringify({ providers: BUILT_IN_RECORDS }));
    expect(enabled(loadConfig({ ...TEST_ENVIRONMENT, DOMI_CONFIG: path }))).to.have.length(4);
  });
});
