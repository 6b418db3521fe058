import { BUILT_IN_RECORDS } from '../../providers/built-in-records.ts';
import { listNamedVariables } from '../../providers/list-named-variables.ts';

/** Variables of the process, other than those that hold a secret. */
const SETTINGS: readonly string[] = [
  'OAUTH_HOSTNAME',
  'PORT',
  'METRICSPORT',
  'TLSFile',
  'TLSType',
  'PEMCert',
  'LOG_LEVEL',
  'DOMI_ALLOW_INSECURE_PROVIDERS',
  'DOMI_AUDIT_LOG',
  'DOMI_COMMIT',
  'DOMI_CONFIG',
  'DOMI_DISPLAY_NAME',
  'DOMI_DRAIN_DELAY',
  'DOMI_LANGUAGE',
  'DOMI_LIMITS',
  'DOMI_LIMIT_CLIENT_ADDRESS',
  'DOMI_LIMIT_PROVIDER',
  'DOMI_LIMIT_TENANT',
  'DOMI_LIMIT_TOKEN',
  'DOMI_LOGO_FILE',
  'DOMI_METRICS_TENANTS',
  'DOMI_PROBE_SECONDS',
  'DOMI_REPLAY_SECONDS',
  'DOMI_STORE_MASTER',
  'DOMI_STORE_MODE',
  'DOMI_SUPERSEDED_SECONDS',
  'DOMI_SUPPORT_URL',
  'DOMI_TENANT_FAULTS',
  'DOMI_TENANT_SECRETS',
  'DOMI_TRUSTED_PROXIES',
  'DOMI_WEBHOOK_FORWARD_URL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_SDK_DISABLED',
  'OTEL_SERVICE_NAME',
  'OTEL_TRACES_EXPORTER',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
];

/** Settings of the process that hold a secret: each also has a form with `_FILE`. */
const SECRET_SETTINGS: readonly string[] = [
  'DOMI_SEAL_KEYS',
  'DOMI_STORE_URL',
  'DOMI_WEBHOOK_FORWARD_SECRET',
  'TLSPassword',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
];

/** Shared with other programs, so their names are known in lower case too. */
const PROXIES: readonly string[] = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];
const PROXY_SETTINGS: readonly string[] = [...PROXIES, 'NO_PROXY', 'no_proxy', 'ALL_PROXY', 'all_proxy'];

/** Settings that may hold a secret of the process. */
export const PROCESS_SECRETS: readonly string[] = [...SECRET_SETTINGS, ...PROXIES];

const CLIENT_ID = '_CLIENT_ID';

/** Lists every variable that this service reads under a name of its own, and those of OpenTelemetry that matter here. */
export function listKnownVariables(): Set<string> {
  const secrets = [...SECRET_SETTINGS, ...listCredentials()];
  const files = [...secrets, 'HTTPS_PROXY', 'HTTP_PROXY'].map((name) => `${name}_FILE`);
  return new Set([...SETTINGS, ...secrets, ...PROXY_SETTINGS, ...files]);
}

/** Lists the prefixes of the built-in credentials: `ZOOM`, `GOOGLE_MEET`. */
export function listCredentialPrefixes(): string[] {
  return listCredentials()
    .filter((name) => name.endsWith(CLIENT_ID))
    .map((name) => name.slice(0, -CLIENT_ID.length));
}

/** Ids and secrets of the built-in records, such as `ZOOM_CLIENT_ID`. */
function listCredentials(): string[] {
  return Object.values(BUILT_IN_RECORDS).flatMap(listNamedVariables);
}
