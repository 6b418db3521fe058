import { parse } from 'yaml';
import { listKind, pick } from '../../helpers/render-chart.ts';
import { container, environment, listMounts, namesOf, type OptionCase, pod, volume } from './looks.ts';

const TENANT = { publicUrl: 'https://acme.example.com', providers: { zoom: {} } };

export const CONFIG_OPTIONS: readonly OptionCase[] = [
  {
    key: 'auditLog',
    values: { auditLog: 'off' },
    look: environment('DOMI_AUDIT_LOG'),
    expected: 'off',
  },
  {
    key: 'replaySeconds',
    values: { replaySeconds: 0 },
    look: environment('DOMI_REPLAY_SECONDS'),
    expected: '0',
  },
  {
    key: 'supersededSeconds',
    values: { supersededSeconds: 604_800 },
    look: environment('DOMI_SUPERSEDED_SECONDS'),
    expected: '604800',
  },
  {
    key: 'probeSeconds',
    values: { probeSeconds: 0 },
    look: environment('DOMI_PROBE_SECONDS'),
    expected: '0',
  },
  {
    key: 'limits.enabled',
    values: { limits: { enabled: false } },
    look: environment('DOMI_LIMITS'),
    expected: 'off',
  },
  {
    key: 'limits.clientAddress',
    values: { limits: { clientAddress: 'inFlight=9' } },
    look: environment('DOMI_LIMIT_CLIENT_ADDRESS'),
    expected: 'inFlight=9',
  },
  {
    key: 'limits.tenant',
    values: { limits: { tenant: 'off' } },
    look: environment('DOMI_LIMIT_TENANT'),
    expected: 'off',
  },
  {
    key: 'limits.provider',
    values: { limits: { provider: 'requestsPerSecond=7' } },
    look: environment('DOMI_LIMIT_PROVIDER'),
    expected: 'requestsPerSecond=7',
  },
  {
    key: 'limits.token',
    values: { limits: { token: 'burst=9' } },
    look: environment('DOMI_LIMIT_TOKEN'),
    expected: 'burst=9',
  },
  {
    key: 'nameOverride',
    values: { nameOverride: 'broker' },
    look: namesOf('Deployment'),
    expected: ['domi-broker'],
  },
  {
    key: 'fullnameOverride',
    values: { fullnameOverride: 'm' },
    look: namesOf('Service'),
    expected: ['m-management', 'm'],
  },
  {
    key: 'commonLabels',
    values: { commonLabels: { team: 'mail' } },
    look: (all) =>
      all.filter(({ metadata }) => metadata.labels?.['team'] !== 'mail').map(({ kind: name }) => name),
    expected: [],
  },
  {
    key: 'commonAnnotations',
    values: { commonAnnotations: { 'example.com/owner': 'mail' } },
    look: (all) =>
      all
        .filter(({ metadata }) => metadata.annotations?.['example.com/owner'] !== 'mail')
        .map(({ kind }) => kind),
    expected: [],
  },
  {
    key: 'publicUrl',
    values: { publicUrl: 'https://x.example/y' },
    look: environment('OAUTH_HOSTNAME'),
    expected: 'https://x.example/y',
  },
  {
    key: 'apps',
    values: {
      apps: {
        zoom: {
          clientId: '',
          existingSecret: 's',
          clientIdKey: 'id',
          clientSecretKeys: ['new', 'old'],
          expiresAt: '2027-06-01',
        },
        webex: {
          clientId: 'i',
          existingSecret: 's',
          clientKeyKeys: ['new.key', 'old.key'],
          clientCertificateKeys: ['new.crt'],
        },
      },
    },
    look: (all) => parse(pick(all, 'ConfigMap', 'domi-config')['data']['10-values.yaml']),
    expected: {
      providers: {
        zoom: {
          clientId: { file: '/run/secrets/domi/s/id' },
          clientSecret: [
            { file: '/run/secrets/domi/s/new', expiresAt: '2027-06-01' },
            { file: '/run/secrets/domi/s/old' },
          ],
        },
        webex: {
          tokenEndpointAuthMethod: 'private_key_jwt',
          clientId: { value: 'i' },
          clientKey: [{ file: '/run/secrets/domi/s/new.key' }, { file: '/run/secrets/domi/s/old.key' }],
          clientCertificate: [{ file: '/run/secrets/domi/s/new.crt' }],
        },
      },
    },
  },
  {
    key: 'clientAssertion.audience',
    values: {
      apps: { teams: { clientId: 'i', clientAssertion: true } },
      clientAssertion: { audience: 'api://AzureADTokenExchange' },
    },
    look: (all) => [
      volume('client-assertion')(all),
      container(all).volumeMounts.find(({ name }: { name: string }) => name === 'client-assertion')
        ?.mountPath,
      parse(pick(all, 'ConfigMap', 'domi-config')['data']['10-values.yaml']).providers.teams,
    ],
    expected: [
      {
        name: 'client-assertion',
        projected: {
          sources: [
            {
              serviceAccountToken: {
                path: 'token',
                audience: 'api://AzureADTokenExchange',
                expirationSeconds: 3600,
              },
            },
          ],
        },
      },
      '/run/secrets/domi-client-assertion',
      {
        tokenEndpointAuthMethod: 'private_key_jwt',
        clientId: { value: 'i' },
        clientAssertion: { file: '/run/secrets/domi-client-assertion/token' },
      },
    ],
  },
  {
    key: 'clientAssertion.expirationSeconds',
    values: { clientAssertion: { audience: 'a', expirationSeconds: 7200 } },
    look: (all) =>
      pod(all).spec.volumes.find(({ name }: { name: string }) => name === 'client-assertion').projected
        .sources[0].serviceAccountToken.expirationSeconds,
    expected: 7200,
  },
  {
    key: 'config.providers',
    values: { config: { providers: { zoom: { scopes: ['a:b'] } } } },
    look: (all) =>
      pick(all, 'ConfigMap', 'domi-config')['data']['10-values.yaml'].includes('scopes:\n    - a:b'),
    expected: true,
  },
  {
    key: 'config.tenants',
    values: { publicUrl: '', config: { tenants: { acme: TENANT } } },
    look: (all) =>
      pick(all, 'ConfigMap', 'domi-tenants-0')['data']['20-tenants-0.yaml'].includes(
        'publicUrl: https://acme.example.com',
      ),
    expected: true,
  },
  {
    key: 'config.defaults',
    values: { config: { defaults: { displayName: 'Acme', limits: { tenant: 'off' } } } },
    look: (all) => parse(pick(all, 'ConfigMap', 'domi-config')['data']['10-values.yaml']).defaults,
    expected: { displayName: 'Acme', limits: { tenant: 'off' } },
  },
  {
    key: 'config.tenantShards',
    values: {
      publicUrl: '',
      config: { tenantShards: 3, tenants: { a: TENANT, b: TENANT, c: TENANT, d: TENANT } },
    },
    look: (all) =>
      listKind(all, 'ConfigMap').filter(({ metadata }) => metadata.name.includes('tenants')).length,
    expected: 3,
  },
  {
    key: 'config.existingConfigMaps',
    values: { config: { existingConfigMaps: ['mine'] } },
    look: volume('config'),
    expected: {
      name: 'config',
      projected: { sources: [{ configMap: { name: 'domi-config' } }, { configMap: { name: 'mine' } }] },
    },
  },
  {
    key: 'config.existingSecrets',
    values: { config: { existingSecrets: ['hidden'] } },
    look: volume('config'),
    expected: {
      name: 'config',
      projected: { sources: [{ configMap: { name: 'domi-config' } }, { secret: { name: 'hidden' } }] },
    },
  },
  {
    key: 'config.builtTenants.name',
    values: { config: { builtTenants: { name: 'customers' } } },
    look: (all) => listMounts(all).map(({ name, mountPath }) => `${name} ${mountPath}`),
    expected: [
      'config /etc/domi/config',
      'tenant-bundles /run/secrets/domi-tenants',
      'seal-keys /run/secrets/domi-seal-keys',
      'secret-0 /run/secrets/domi/domi-zoom',
    ],
  },
  {
    key: 'config.builtTenants.shards',
    values: { config: { builtTenants: { name: 'customers', shards: 7 } } },
    look: (all) =>
      (volume('tenant-bundles')(all) as { projected: { sources: object[] } }).projected.sources.length,
    expected: 7,
  },
  {
    key: 'config.folder',
    values: {
      publicUrl: '',
      config: { folder: '/mnt/config' },
      extraVolumes: [{ name: 'collected', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'collected', mountPath: '/mnt/config' }],
    },
    look: (all) => [
      environment('DOMI_CONFIG')(all),
      ...listMounts(all).map(({ name, mountPath }) => `${name} ${mountPath}`),
    ],
    expected: [
      '/mnt/config',
      'seal-keys /run/secrets/domi-seal-keys',
      'secret-0 /run/secrets/domi/domi-zoom',
      'collected /mnt/config',
    ],
  },
  {
    key: 'config.labels',
    values: { publicUrl: '', config: { labels: { 'example.com/tenants': 'yes' }, tenants: { a: TENANT } } },
    look: (all) =>
      listKind(all, 'ConfigMap')
        .filter(({ metadata }) => metadata.labels?.['example.com/tenants'] === 'yes')
        .map(({ metadata }) => metadata.name)
        .sort(),
    expected: ['domi-config', 'domi-tenants-0'],
  },
  {
    key: 'secrets',
    values: { secrets: ['acme-apps', 'domi-zoom'] },
    look: (all) => listMounts(all).map(({ mountPath }) => mountPath),
    expected: [
      '/etc/domi/config',
      '/run/secrets/domi-seal-keys',
      '/run/secrets/domi/acme-apps',
      '/run/secrets/domi/domi-zoom',
    ],
  },
  {
    key: 'tenantFaults',
    values: { tenantFaults: 'refuse' },
    look: environment('DOMI_TENANT_FAULTS'),
    expected: 'refuse',
  },
  {
    key: 'tenantSecrets.folder',
    values: { tenantSecrets: { folder: '/mnt/tenants' } },
    look: environment('DOMI_TENANT_SECRETS'),
    expected: '/mnt/tenants',
  },
  {
    key: 'tenantSecrets.existingSecrets',
    values: { tenantSecrets: { existingSecrets: { acme: 'domi-acme' } } },
    look: (all) => {
      const mount = listMounts(all).find(({ mountPath }) => mountPath.endsWith('/acme'));
      return [environment('DOMI_TENANT_SECRETS')(all), mount?.mountPath, volume(mount?.name ?? '')(all)];
    },
    expected: [
      '/run/secrets/domi-tenants',
      '/run/secrets/domi-tenants/acme',
      { name: 'tenant-822b33ad87', secret: { secretName: 'domi-acme' } },
    ],
  },
  {
    key: 'appearance.language',
    values: { appearance: { language: 'de' } },
    look: environment('DOMI_LANGUAGE'),
    expected: 'de',
  },
  {
    key: 'appearance.displayName',
    values: { appearance: { displayName: 'Acme: "Mail"' } },
    look: environment('DOMI_DISPLAY_NAME'),
    expected: 'Acme: "Mail"',
  },
  {
    key: 'appearance.supportUrl',
    values: { appearance: { supportUrl: 'mailto:help@acme.example' } },
    look: environment('DOMI_SUPPORT_URL'),
    expected: 'mailto:help@acme.example',
  },
  {
    key: 'appearance.logo.existingConfigMap',
    values: { appearance: { logo: { existingConfigMap: 'brand' } } },
    look: (all) => [environment('DOMI_LOGO_FILE')(all), volume('logo')(all)],
    expected: ['/etc/domi/logo/logo.png', { name: 'logo', configMap: { name: 'brand' } }],
  },
  {
    key: 'appearance.logo.key',
    values: { appearance: { logo: { existingConfigMap: 'brand', key: 'acme.webp' } } },
    look: environment('DOMI_LOGO_FILE'),
    expected: '/etc/domi/logo/acme.webp',
  },
  {
    key: 'sealKeys.existingSecret',
    values: { sealKeys: { existingSecret: 'keys' } },
    look: volume('seal-keys'),
    expected: { name: 'seal-keys', secret: { secretName: 'keys' } },
  },
  {
    key: 'sealKeys.key',
    values: { sealKeys: { key: 'k' } },
    look: environment('DOMI_SEAL_KEYS_FILE'),
    expected: '/run/secrets/domi-seal-keys/k',
  },
  {
    key: 'store.existingSecret',
    values: { store: { existingSecret: 'v' } },
    look: environment('DOMI_STORE_URL_FILE'),
    expected: '/run/secrets/domi-store/url',
  },
  {
    key: 'store.key',
    values: { store: { existingSecret: 'v', key: 'address' } },
    look: environment('DOMI_STORE_URL_FILE'),
    expected: '/run/secrets/domi-store/address',
  },
  {
    key: 'webhookForward.url',
    values: { webhookForward: { url: 'https://crm.example/hooks', existingSecret: 'f' } },
    look: environment('DOMI_WEBHOOK_FORWARD_URL'),
    expected: 'https://crm.example/hooks',
  },
  {
    key: 'webhookForward.existingSecret',
    values: { webhookForward: { url: 'https://crm.example/hooks', existingSecret: 'f' } },
    look: volume('webhook-forward'),
    expected: { name: 'webhook-forward', secret: { secretName: 'f' } },
  },
  {
    key: 'webhookForward.key',
    values: { webhookForward: { url: 'https://crm.example/hooks', existingSecret: 'f', key: 'k' } },
    look: environment('DOMI_WEBHOOK_FORWARD_SECRET_FILE'),
    expected: '/run/secrets/domi-webhook-forward/k',
  },
  {
    key: 'store.mode',
    values: { store: { existingSecret: 'v', mode: 'cluster' } },
    look: environment('DOMI_STORE_MODE'),
    expected: 'cluster',
  },
  {
    key: 'store.master',
    values: { store: { existingSecret: 'v', mode: 'sentinel', master: 'main' } },
    look: environment('DOMI_STORE_MASTER'),
    expected: 'main',
  },
  {
    key: 'tls.existingSecret',
    values: { tls: { existingSecret: 'cert' } },
    look: (all) => [
      environment('TLSType')(all),
      container(all).readinessProbe.httpGet.scheme,
      volume('tls')(all),
    ],
    expected: ['pem', 'HTTPS', { name: 'tls', secret: { secretName: 'cert' } }],
  },
  { key: 'logLevel', values: { logLevel: 'warn' }, look: environment('LOG_LEVEL'), expected: 'warn' },
  {
    key: 'extraCa.existingConfigMap',
    values: { extraCa: { existingConfigMap: 'ca' } },
    look: (all) => [environment('NODE_EXTRA_CA_CERTS')(all), volume('extra-ca')(all)],
    expected: ['/etc/domi/ca/ca.crt', { name: 'extra-ca', configMap: { name: 'ca' } }],
  },
  {
    key: 'extraCa.key',
    values: { extraCa: { existingConfigMap: 'ca', key: 'root.pem' } },
    look: environment('NODE_EXTRA_CA_CERTS'),
    expected: '/etc/domi/ca/root.pem',
  },
  {
    key: 'extraObjects',
    values: {
      extraObjects: [
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'as-it-is' }, data: { k: '{{ .keep }}' } },
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-templated\n',
      ],
    },
    look: (all) => [
      pick(all, 'ConfigMap', 'as-it-is')['data'],
      listKind(all, 'ConfigMap').filter(({ metadata }) => metadata.name.endsWith('-templated')).length,
    ],
    expected: [{ k: '{{ .keep }}' }, 1],
  },
];
