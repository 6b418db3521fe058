import { PROVIDER_FILE_SCHEMA } from '../../src/config/schema/provider-file.schema.ts';
import { MAX_METRICS_TENANTS } from '../../src/config/settings/observability-settings.ts';
import {
  MAX_DRAIN_DELAY,
  MAX_REPLAY_SECONDS,
  MAX_SUPERSEDED_SECONDS,
} from '../../src/config/settings/process-settings.ts';
import { MAX_DISPLAY_NAME } from '../../src/config/settings/read-appearance-settings.ts';
import { LOG_LEVELS } from '../../src/config/settings/read-log-level.ts';
import { LEAST_PROBE_SECONDS, MOST_PROBE_SECONDS } from '../../src/config/settings/read-probe-seconds.ts';
import { MASTER_NAME } from '../../src/config/settings/read-store.ts';
import { OTLP_PROTOCOLS } from '../../src/config/settings/read-telemetry-settings.ts';
import { LANGUAGES } from '../../src/pages/texts/languages.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../../src/providers/credential-schemas.ts';
import { PROVIDER_RECORD_SCHEMA } from '../../src/providers/provider-record.schema.ts';
import { STORE_MODES } from '../../src/store/store-endpoints.ts';
import { allowNullEntries, allowNullInside } from './allow-null.ts';
import type { ValuesKey } from './read-values.ts';

type Schema = Record<string, unknown>;

const SECRET_KEY = { type: 'string', pattern: '^[-._a-zA-Z0-9]+$' };

/** Names of Secrets and ConfigMaps. */
const OBJECT_NAME = '[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*';

/**
 * What labels and annotations are called, and what a label may say; Kubernetes refuses others when half is applied. (The
 * validator names no place for faults of `propertyNames`, so `patternProperties` takes its place.)
 */
const QUALIFIED_NAME = '^([a-zA-Z0-9][-a-zA-Z0-9.]*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$';
const LABEL_VALUE = '^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$';

const whole = (minimum: number): Schema => ({ type: 'integer', minimum });
const upTo = (maximum: number): Schema => ({ type: 'integer', minimum: 0, maximum });

/** An empty text leaves the setting to the service. */
const orEmpty = (pattern: string): string => `^$|${pattern}`;

/** Durations as the Prometheus operator takes them. */
const DURATION =
  '([0-9]{1,9}y)?([0-9]{1,9}w)?([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?';

const [, , { properties: VALUE_SOURCE }] = CLIENT_ID.anyOf;
const [, , { maxItems: MOST_SECRETS }] = CLIENT_SECRET.anyOf;

/** An overlay may say null, so the names alone do not suffice. */
const requireNotNull = (...names: string[]): Schema => ({
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, { not: { type: 'null' } }])),
});

/** Parts that comments reference by `use:`: they are too long for one line, or the service declares them itself. */
const PARTS: Readonly<Record<string, Schema>> = {
  app: {
    type: 'object',
    propertyNames: PROVIDER_FILE_SCHEMA.properties.providers.propertyNames,
    additionalProperties: {
      type: 'object',
      anyOf: [requireNotNull('existingSecret'), requireNotNull('clientId', 'clientAssertion')],
      additionalProperties: false,
      properties: {
        existingSecret: {
          type: 'string',
          pattern: `^${OBJECT_NAME}$`,
          description: 'Secret with the credentials of the app.',
        },
        clientId: {
          type: 'string',
          maxLength: VALUE_SOURCE.value.maxLength,
          description: 'Client id; without it, it is read from the Secret.',
        },
        clientIdKey: { ...SECRET_KEY, description: 'Key of the Secret that holds the client id.' },
        clientSecretKeys: {
          type: 'array',
          minItems: 1,
          maxItems: MOST_SECRETS,
          items: SECRET_KEY,
          description: 'Keys of the Secret that hold the client secret, tried in order.',
        },
        clientKeyKeys: {
          type: 'array',
          minItems: 1,
          maxItems: MOST_SECRETS,
          items: SECRET_KEY,
          description: 'Keys of the Secret that hold private keys, tried in order.',
        },
        clientCertificateKeys: {
          type: 'array',
          minItems: 1,
          maxItems: MOST_SECRETS,
          items: SECRET_KEY,
          description: 'Keys of the Secret that hold the certificates of these private keys.',
        },
        clientAssertion: {
          type: 'boolean',
          description: 'Whether the token that the value clientAssertion mounts proves the client.',
        },
        expiresAt: { type: 'string', description: 'Date on which the first client secret or key ends.' },
      },
    },
  },
  providers: PROVIDER_FILE_SCHEMA.properties.providers,
  tenants: PROVIDER_FILE_SCHEMA.properties.tenants,
  defaults: PROVIDER_FILE_SCHEMA.properties.defaults,
  labels: {
    type: 'object',
    additionalProperties: false,
    patternProperties: { [QUALIFIED_NAME]: { type: 'string', pattern: LABEL_VALUE } },
  },
  annotations: {
    type: 'object',
    additionalProperties: false,
    patternProperties: { [QUALIFIED_NAME]: { type: 'string' } },
  },
  objectName: { type: 'string', maxLength: 253, pattern: `^(${OBJECT_NAME})?$` },
  dataKey: { ...SECRET_KEY, maxLength: 253 },
  namespace: { type: 'string', pattern: '^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?$' },
  repository: {
    type: 'string',
    pattern: '^([A-Za-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$',
  },
  intOrPercent: { type: ['integer', 'string'], minimum: 0, pattern: '^(0|[1-9][0-9]*%?|0%)?$' },
  /** Timing only: what is asked, and where, is the chart's. */
  probe: {
    type: 'object',
    additionalProperties: false,
    properties: {
      initialDelaySeconds: whole(0),
      periodSeconds: whole(1),
      timeoutSeconds: whole(1),
      successThreshold: whole(1),
      failureThreshold: whole(1),
      terminationGracePeriodSeconds: whole(1),
    },
  },
  language: { enum: ['', ...LANGUAGES] },
  displayName: { type: 'string', maxLength: MAX_DISPLAY_NAME },
  supportUrl: {
    type: 'string',
    pattern: orEmpty(PROVIDER_FILE_SCHEMA.properties.defaults.properties.supportUrl.pattern),
  },
  storeMode: { enum: STORE_MODES },
  storeMaster: { type: 'string', pattern: orEmpty(MASTER_NAME.source) },
  logLevel: { enum: LOG_LEVELS },
  drainSeconds: upTo(MAX_DRAIN_DELAY),
  replaySeconds: upTo(MAX_REPLAY_SECONDS),
  supersededSeconds: upTo(MAX_SUPERSEDED_SECONDS),
  probeSeconds: {
    type: 'integer',
    anyOf: [{ enum: [0] }, { minimum: LEAST_PROBE_SECONDS, maximum: MOST_PROBE_SECONDS }],
  },
  tenantLabels: upTo(MAX_METRICS_TENANTS),
  noProxy: { type: 'string', pattern: '^[\\t -~]*[\\r\\n]*$' },
  otlpProtocol: { enum: OTLP_PROTOCOLS },
  duration: { type: 'string', minLength: 1, pattern: `^${DURATION}$` },
  durationOrEmpty: { type: 'string', pattern: `^${DURATION}$` },
  rules: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: {
        enabled: { type: 'boolean' },
        expr: { type: 'string' },
        for: { type: 'string' },
        keep_firing_for: { type: 'string' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        annotations: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
  },
};

/** Parts that are maps of records of the provider file. */
const RECORD_MAPS: ReadonlySet<string> = new Set(['providers', 'tenants']);

/** Several places use the schema of a record; sharing it keeps the file readable. */
const RECORD = JSON.stringify(PROVIDER_RECORD_SCHEMA);

/** Builds the closed schema of the chart's values. */
export function buildValuesSchema(keys: readonly ValuesKey[]): Schema {
  const root = toSection(keys);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values of the chart domi',
    ...root,
    definitions: { providerRecord: PROVIDER_RECORD_SCHEMA },
  };
}

function toSection(keys: readonly ValuesKey[]): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(keys.map((key) => [key.name, toSchema(key)])),
  };
}

function toSchema(key: ValuesKey): Schema {
  const { description, hints } = key;
  if (key.children.length > 0) return { description, ...toSection(key.children), ...hints };
  const { use, ...rest } = hints;
  if (use === undefined) return { description, ...allowNullInside({ ...inferType(key), ...rest }) };
  const part = PARTS[String(use)];
  if (part === undefined) throw new Error(`values.yaml: ${key.path} uses the unknown part ${use}`);
  const allow = RECORD_MAPS.has(String(use)) ? allowNullEntries : allowNullInside;
  return { description, ...(shareRecord(allow(part)) as Schema), ...rest };
}

function inferType({ path, defaultValue, hints }: ValuesKey): Schema {
  if (Array.isArray(defaultValue)) {
    if (hints['items'] === undefined) throw new Error(`values.yaml: ${path} needs a schema line with items`);
    return { type: 'array' };
  }
  if (typeof defaultValue === 'object' && defaultValue !== null) {
    if (Object.keys(hints).length === 0) throw new Error(`values.yaml: ${path} needs a schema line`);
    return { type: 'object' };
  }
  return { type: typeof defaultValue === 'number' ? 'integer' : typeof defaultValue };
}

function shareRecord(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (JSON.stringify(schema) === RECORD) return { $ref: '#/definitions/providerRecord' };
  if (Array.isArray(schema)) return schema.map(shareRecord);
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, shareRecord(value)]));
}
