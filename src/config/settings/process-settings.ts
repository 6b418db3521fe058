import type { Limits } from '../../limits/limits.ts';
import { createRandomSealKey, type SealKey } from '../../sealing/seal-keys.ts';
import type { StoreEndpoints } from '../../store/store-endpoints.ts';
import { DISK, type Disk } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { findPublicUrlFault } from './find-public-url-fault.ts';
import { type ObservabilitySettings, readObservabilitySettings } from './observability-settings.ts';
import { readLimits } from './read-limits.ts';
import { type LogLevel, readLogLevel } from './read-log-level.ts';
import { readNumber } from './read-number.ts';
import { type ProxySettings, readOutboundProxies } from './read-outbound-proxies.ts';
import { readProbeSeconds } from './read-probe-seconds.ts';
import { readSealKeys } from './read-seal-keys.ts';
import { readStore } from './read-store.ts';
import { readTelemetryHeaders } from './read-telemetry-headers.ts';
import { readTenantRules, type TenantRules } from './read-tenant-rules.ts';
import { readTls, type TlsOptions } from './read-tls.ts';
import { readTrustedProxies } from './read-trusted-proxies.ts';
import { readVariable } from './read-variable.ts';
import { readWebhookForward, type WebhookForward } from './read-webhook-forward.ts';
import { stripWrapping } from './strip-wrapping.ts';
import { warnOfWrapping } from './warn-of-wrapping.ts';

/** The settings of the process, with the names and defaults of DOMI 1.x where that had them. */
export interface ProcessSettings extends ObservabilitySettings, TenantRules {
  readonly publicUrl: string;
  readonly webPort: number;
  readonly managementPort: number;
  readonly tls: TlsOptions | undefined;
  readonly sealKeys: readonly SealKey[];
  readonly areSealKeysShared: boolean;
  /** CIDR ranges of the proxies whose X-Forwarded-For is trusted. */
  readonly trustedProxies: readonly string[];
  /** For tenants without their own limits. */
  readonly limits: Limits;
  readonly logLevel: LogLevel;
  /** Seconds between the signal and the end of accepting connections. */
  readonly drainDelay: number;
  readonly allowInsecureProviders: boolean;
  /** Redis or Valkey that replicas share; undefined: each replica is on its own. */
  readonly store: StoreEndpoints | undefined;
  readonly outboundProxies: ProxySettings;
  /** Seconds for which the response to a single-use refresh token can be replayed; 0: never. */
  readonly replaySeconds: number;
  /** Seconds for which a spent refresh token is known to be spent and refused; 0: the provider decides. */
  readonly supersededSeconds: number;
  /** Seconds between two probes of the credentials of an app; 0: none. */
  readonly probeSeconds: number;
  /** Where events of providers are forwarded to; undefined: nowhere. */
  readonly webhookForward: WebhookForward | undefined;
  /** Provider file or folder. */
  readonly configPath: string | undefined;
}

const MAX_PORT = 65_535;
/** Seconds. */
export const MAX_DRAIN_DELAY = 300;
/** Seconds. More than a minute helps few clients, and in that time a spent token is as valuable as its successor. */
export const MAX_REPLAY_SECONDS = 300;
/** Seconds: a week. Memory is bounded all the same. */
export const MAX_SUPERSEDED_SECONDS = 604_800;

export function readProcessSettings(
  environment: Environment,
  faults: FaultList,
  disk: Disk = DISK,
): ProcessSettings {
  const read = (name: string): string | undefined => readVariable(environment, name, faults, disk);
  const readBare = (name: string): string | undefined => {
    const text = read(name);
    return text === undefined ? undefined : stripWrapping(text);
  };
  const sealKeys = readSealKeys(readBare('DOMI_SEAL_KEYS'), faults);
  const hasSealKeys = Boolean(environment.DOMI_SEAL_KEYS || environment.DOMI_SEAL_KEYS_FILE);
  const tlsPassword = read('TLSPassword');
  warnOfWrapping('TLSPassword', tlsPassword, faults);
  readTelemetryHeaders(environment, faults, disk);
  checkVerification(environment, faults);
  return {
    publicUrl: readPublicUrl(environment, faults),
    ...readPorts(environment, faults),
    tls: readTls(environment, tlsPassword, faults, disk),
    sealKeys: sealKeys ?? [createRandomSealKey()],
    areSealKeysShared: hasSealKeys,
    trustedProxies: readTrustedProxies(environment.DOMI_TRUSTED_PROXIES, faults),
    limits: readLimits(environment, faults),
    ...readObservabilitySettings(environment, faults, disk),
    ...readTenantRules(environment, faults, disk),
    logLevel: readLogLevel(environment.LOG_LEVEL, faults),
    drainDelay: readNumber(environment, 'DOMI_DRAIN_DELAY', faults, {
      max: MAX_DRAIN_DELAY,
      fallback: 0,
      message: `must be a whole number of seconds from 0 to ${MAX_DRAIN_DELAY}`,
    }),
    allowInsecureProviders: readBoolean(environment, 'DOMI_ALLOW_INSECURE_PROVIDERS', faults),
    store: readStore(readBare('DOMI_STORE_URL'), environment, faults),
    outboundProxies: readOutboundProxies(environment, faults, disk),
    replaySeconds: readNumber(environment, 'DOMI_REPLAY_SECONDS', faults, {
      max: MAX_REPLAY_SECONDS,
      fallback: 60,
      message: `must be a whole number from 0 (off) to ${MAX_REPLAY_SECONDS}`,
    }),
    supersededSeconds: readNumber(environment, 'DOMI_SUPERSEDED_SECONDS', faults, {
      max: MAX_SUPERSEDED_SECONDS,
      fallback: 86_400,
      message: `must be a whole number from 0 (the provider decides) to ${MAX_SUPERSEDED_SECONDS}`,
    }),
    probeSeconds: readProbeSeconds(environment, faults),
    webhookForward: readWebhookForward(environment, readBare('DOMI_WEBHOOK_FORWARD_SECRET'), faults),
    configPath: environment.DOMI_CONFIG || undefined,
  };
}

/** Node would accept every certificate then, and whoever stands in between would get client secrets and tokens. */
function checkVerification(environment: Environment, faults: FaultList): void {
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return;
  faults.add(
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'must not be 0: certificates are always validated; name an authority of your own in NODE_EXTRA_CA_CERTS',
  );
}

function readPublicUrl(environment: Environment, faults: FaultList): string {
  const text = stripWrapping(environment.OAUTH_HOSTNAME ?? '') || 'http://localhost:8878';
  const fault = findPublicUrlFault(text);
  if (fault) faults.add('OAUTH_HOSTNAME', fault);
  return text;
}

/** Two ports that are equal would let the check pass and the start fail. */
function readPorts(
  environment: Environment,
  faults: FaultList,
): Pick<ProcessSettings, 'webPort' | 'managementPort'> {
  const webPort = readPort(environment, 'PORT', 8878, faults);
  const managementPort = readPort(environment, 'METRICSPORT', 8879, faults);
  // 0 selects any free port. A port with a fault of its own is not compared.
  const isCompared = webPort === Number(environment.PORT || webPort) && webPort !== 0;
  if (isCompared && webPort === managementPort && webPort === Number(environment.METRICSPORT || webPort))
    faults.add('METRICSPORT', `is ${managementPort}, and so is PORT: the two need different numbers`);
  return { webPort, managementPort };
}

function readPort(environment: Environment, name: string, fallback: number, faults: FaultList): number {
  const message = `must be a port number from 0 to ${MAX_PORT}`;
  return readNumber(environment, name, faults, { max: MAX_PORT, fallback, message });
}

function readBoolean(environment: Environment, name: string, faults: FaultList): boolean {
  const text = environment[name] || 'false';
  if (text !== 'true' && text !== 'false') faults.add(name, 'must be true or false');
  return text === 'true';
}
