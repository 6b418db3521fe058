import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isVariableNamed } from '../../../src/config/records/is-variable-named.ts';
import { findMisspeltVariables } from '../../../src/config/settings/find-misspelt-variables.ts';
import { listKnownVariables } from '../../../src/config/settings/known-variables.ts';
import { PROVIDER_RECORD_SCHEMA, type Schema } from '../../../src/providers/provider-record.schema.ts';
import type { ProviderRecord } from '../../../src/providers/provider-record.ts';
import { listReport } from '../../helpers/validate-text.ts';

const MEANT: readonly (readonly [name: string, meant: string | undefined])[] = [
  ['OAUTH_HOST', 'OAUTH_HOSTNAME'],
  ['OAUTH_URL', 'OAUTH_HOSTNAME'],
  ['oauth_hostname', 'OAUTH_HOSTNAME'],
  ['OAUTH_HOSTNAM', 'OAUTH_HOSTNAME'],
  ['OUATH_HOSTNAME', 'OAUTH_HOSTNAME'],
  ['DOMI_OAUTH_HOSTNAME', 'OAUTH_HOSTNAME'],
  ['DOMI_PUBLIC_URL', 'OAUTH_HOSTNAME'],
  ['METRICS_PORT', 'METRICSPORT'],
  ['METRICPORT', 'METRICSPORT'],
  ['DOMI_METRICSPORT', 'METRICSPORT'],
  ['TLSFILE', 'TLSFile'],
  ['TLS_FILE', 'TLSFile'],
  ['TLS_KEY_FILE', 'TLSFile'],
  ['TLS_CERT', 'PEMCert'],
  ['PEMCERT', 'PEMCert'],
  ['TLS_PASSWORD', 'TLSPassword'],
  ['TLSPasword', 'TLSPassword'],
  ['TLSTYPE', 'TLSType'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['DOMI_LOG_LEVEL', 'LOG_LEVEL'],
  ['DOMI_SEALKEYS', 'DOMI_SEAL_KEYS'],
  ['DOMI_SEAL_KEY', 'DOMI_SEAL_KEYS'],
  ['DOMI_CONFIG_FILE', 'DOMI_CONFIG'],
  ['DOMI_REDIS_URL', 'DOMI_STORE_URL'],
  ['DOMI_STORE', 'DOMI_STORE_URL'],
  ['DOMI_TRUSTED_PROXY', 'DOMI_TRUSTED_PROXIES'],
  ['DOMI_LANG', 'DOMI_LANGUAGE'],
  ['DOMI_LOGO', 'DOMI_LOGO_FILE'],
  ['DOMI_NAME', 'DOMI_DISPLAY_NAME'],
  ['DOMI_TENANT_SECRET', 'DOMI_TENANT_SECRETS'],
  ['DOMI_TENANTFAULT', 'DOMI_TENANT_FAULTS'],
  ['HTTPSPROXY', 'HTTPS_PROXY'],
  ['HTTPS_PROXYY', 'HTTPS_PROXY'],
  ['HTTPS_PROXY_URL', 'HTTPS_PROXY'],
  ['Https_Proxy', 'HTTPS_PROXY'],
  ['NOPROXY', 'NO_PROXY'],
  ['DOMI_SOMETHING', undefined],
  ['ZOOM_CLIENTID', 'ZOOM_CLIENT_ID'],
  ['ZOOM_ID', 'ZOOM_CLIENT_ID'],
  ['ZOOM_APP_SECRET', 'ZOOM_CLIENT_SECRET'],
  ['Zoom_Client_Secret', 'ZOOM_CLIENT_SECRET'],
  ['ZOOM_CLIENT_SECRET_FLIE', 'ZOOM_CLIENT_SECRET_FILE'],
  ['GOTOMEETING_CLIENT_ID', 'GTM_CLIENT_ID'],
  ['GOTO_CLIENT_SECRET', 'GTM_CLIENT_SECRET'],
  ['MSTEAMS_CLIENT_ID', 'TEAMS_CLIENT_ID'],
  ['GOOGLE_CLIENT_SECRET', 'GOOGLE_MEET_CLIENT_SECRET'],
  ['OTEL_EXPORTER_OLTP_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
];

/** Of other programs, of Kubernetes, and of ours. */
const OTHERS: Readonly<Record<string, string>> = {
  PATH: '/bin',
  HOME: '/',
  HOST: 'x',
  HOSTNAME: 'x',
  NODE_ENV: 'production',
  NODE_OPTIONS: '--x',
  DEBUG: '*',
  LANG: 'C',
  TZ: 'UTC',
  FTP_PROXY: 'x',
  GRPC_PROXY: 'x',
  SOCKS_PROXY: 'x',
  npm_config_proxy: 'x',
  npm_config_noproxy: 'x',
  HTTP_PROXY: 'http://x',
  no_proxy: 'x',
  ALL_PROXY: 'x',
  AZURE_CLIENT_ID: 'x',
  AZURE_CLIENT_SECRET: 'x',
  CLIENT_ID: 'x',
  TEAMS_WEBHOOK_URL: 'x',
  ZOOM_LEVEL: '2',
  METRICS_PATH: '/m',
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'x',
  OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_BSP_SCHEDULE_DELAY: '1',
  DOMI_SERVICE_HOST: '10.0.0.1',
  DOMI_SERVICE_PORT: '80',
  DOMI_SERVICE_PORT_HTTP: '80',
  DOMI_PORT: 'tcp://10.0.0.1:80',
  DOMI_PORT_80_TCP: 'tcp://10.0.0.1:80',
  DOMI_PORT_80_TCP_PROTO: 'tcp',
  DOMI_PORT_80_TCP_PORT: '80',
  DOMI_PORT_80_TCP_ADDR: '10.0.0.1',
  DOMI_MANAGEMENT_SERVICE_HOST: '10.0.0.2',
  DOMI_MANAGEMENT_PORT: 'tcp://10.0.0.2:8879',
  DOMI_SEAL_KEYS: 'x',
  DOMI_SEAL_KEYS_FILE: 'x',
  DOMI_NOTHING: '',
  'DOMI WITH BLANKS': 'x',
  [`DOMI_${'X'.repeat(1000)}`]: 'x',
  ['__proto__']: 'x',
};

/** Values that name a variable, one for each place where a schema allows it. */
function listNaming(schema: Schema, name: string): unknown[] {
  const {
    properties = {},
    anyOf = [],
    items,
  } = schema as {
    properties?: Readonly<Record<string, Schema>>;
    anyOf?: readonly Schema[];
    items?: Schema;
  };
  if ('env' in properties) return [{ env: name }];
  return [
    ...Object.entries(properties).flatMap(([field, inner]) =>
      listNaming(inner, name).map((value) => ({ [field]: value })),
    ),
    ...anyOf.flatMap((inner) => listNaming(inner, name)),
    ...(items === undefined ? [] : listNaming(items, name).map((value) => [value])),
  ];
}

describe('a variable that no part of the service reads', () => {
  const find = (environment: Record<string, string>) => findMisspeltVariables(environment, () => false);

  for (const [name, meant] of MEANT) {
    it(`called ${name}, is found${meant ? `, and ${meant} proposed` : ' without a proposal'}`, () => {
      expect(find({ [name]: 'CANARY' })).to.deep.equal([{ name, meant }]);
    });
  }

  it('of another program, or of Kubernetes, is not mentioned', () => {
    expect(find(OTHERS)).to.deep.equal([]);
  });

  it('is not mentioned when a provider file names it', () => {
    const own = `providers: { zoom: { clientId: { env: ZOOM_CLIENTID }, clientSecret: [{ env: WEBEX_SECRET }] } }`;
    const environment = { ZOOM_CLIENTID: 'a', WEBEX_SECRET_FILE: '/s', DOMI_ELSE: 'x' };
    expect(listReport(own, { environment, files: { '/s': 'q7Vt-1' } })).to.deep.equal([
      'DOMI_ELSE is not a setting of this service',
    ]);
    const tenant = `tenants: { a: { publicUrl: 'https://a.example.com', providers: { zoom: { clientId: { env: ZOOM_ID }, clientSecret: { env: ZOOM_SECRET } } } } }`;
    expect(listReport(tenant, { environment: { ZOOM_ID: 'a', ZOOM_SECRET: 'b' } })).to.deep.equal([]);
    const webhook = `providers: { zoom: { webhook: { path: events, secret: [{ env: ZOOM_WEBHOOK_SECRET2 }, { env: ZOOM_WEBHOOK_SECRETS }] } } }`;
    const secrets = { ZOOM_WEBHOOK_SECRET2: 'a', ZOOM_WEBHOOK_SECRETS_FILE: '/s' };
    expect(listReport(webhook, { environment: secrets, files: { '/s': 'q7Vt-1' } })).to.deep.equal([]);
  });

  it('is not mentioned wherever the schema of a record lets a file name it', () => {
    const records = listNaming(PROVIDER_RECORD_SCHEMA, 'MINE');
    expect(records).to.deep.include.members([
      { clientId: { env: 'MINE' } },
      { clientCertificate: [{ env: 'MINE' }] },
      { webhook: { secret: { env: 'MINE' } } },
    ]);
    for (const record of records as ProviderRecord[]) {
      const nothing = { defaults: {}, definedIn: new Map(), tenants: new Map(), providers: new Map() };
      const tenant = { publicUrl: 'https://a.example.com', providers: new Map([['zoom', record]]) };
      for (const files of [
        { ...nothing, providers: new Map([['zoom', record]]) },
        { ...nothing, tenants: new Map([['a', tenant]]) },
      ])
        for (const [name, isNamed] of [
          ['MINE', true],
          ['MINE_FILE', true],
          ['MINE_TOO', false],
        ] as const)
          expect(isVariableNamed(files, name), `${name} in ${JSON.stringify(record)}`).to.equal(isNamed);
    }
  });
});

describe('the list of known variables', () => {
  /** Names as code and chart write them. */
  function listNamesIn(folder: string, pattern: RegExp): Set<string> {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const texts = files
      .filter((file) => /\.(ts|tpl|yaml)$/.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    return new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name)));
  }

  it('has every variable that the source reads', () => {
    const names = listNamesIn(
      'src',
      /['.]((?:DOMI|OAUTH|TLS|PEM)_?[A-Za-z_]{3,}|METRICSPORT|PORT|LOG_LEVEL)\b(?=[',;) |\]])/g,
    );
    const variables = [...names].filter((name) =>
      /^(DOMI_[A-Z_]+|OAUTH_HOSTNAME|TLS[A-Z][a-z]+|PEMCert|[A-Z]+)$/.test(name),
    );
    expect(variables).to.include.members(['DOMI_CONFIG', 'OAUTH_HOSTNAME', 'TLSPassword', 'METRICSPORT']);
    const known = listKnownVariables();
    expect(variables.filter((name) => !known.has(name) && !name.endsWith('_'))).to.deep.equal([]);
  });

  it('has every variable that the chart sets', () => {
    const names = listNamesIn('helm/domi/templates', /\bname: ((?:DOMI|OAUTH|TLS|PEM|LOG|METRICS)\w+)/g);
    expect(names.size).to.be.greaterThan(8);
    expect([...names].filter((name) => !listKnownVariables().has(name))).to.deep.equal([]);
  });
});
