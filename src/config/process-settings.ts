import { BlockList, isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { DEFAULT_LIMITS, LIMIT_SCOPES, type Limits, NO_LIMITS, overrideLimits } from '../limits/limits.ts';
import { parseLimit } from '../limits/parse-limit.ts';
import { createRandomSealKey, parseSealKeys, type SealKey } from '../sealing/seal-keys.ts';
import { DISK, type Disk, readErrorCode } from './disk.ts';
import type { FaultList } from './faults.ts';
import { type ObservabilitySettings, readObservabilitySettings } from './observability-settings.ts';
import { findPublicUrlFault } from './public-url.ts';
import { type Environment, readVariable } from './variables.ts';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Key and certificate for HTTPS on both ports, in the names of `tls.createSecureContext`. */
export type TlsOptions =
  | { readonly pfx: Buffer; readonly passphrase?: string }
  | { readonly key: Buffer; readonly cert: Buffer; readonly passphrase?: string };

/** The settings of the process; names and defaults are those of DOMI 1.x where it had them. */
export interface ProcessSettings extends ObservabilitySettings {
  readonly publicUrl: string;
  readonly webPort: number;
  readonly managementPort: number;
  readonly tls: TlsOptions | undefined;
  readonly sealKeys: readonly SealKey[];
  readonly areSealKeysShared: boolean;
  /** CIDR ranges of the proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** For tenants that set none of their own. */
  readonly limits: Limits;
  readonly logLevel: LogLevel;
  /** Seconds from the signal to stop until no more connections are accepted. */
  readonly drainDelay: number;
  readonly allowInsecureProviders: boolean;
  /** Redis or Valkey that replicas share; undefined: each is on its own. */
  readonly storeUrl: string | undefined;
  /** Seconds for which the answer to a single-use refresh token can be given again; 0: never. */
  readonly replaySeconds: number;
  /** Provider file or folder. */
  readonly configPath: string | undefined;
}

const MAX_DRAIN_DELAY = 300;

const LOG_LEVELS: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export function readProcessSettings(
  environment: Environment,
  faults: FaultList,
  disk: Disk = DISK,
): ProcessSettings {
  const read = (name: string): string | undefined => readVariable(environment, name, faults, disk);
  const sealKeys = readSealKeys(read('DOMI_SEAL_KEYS'), faults);
  return {
    publicUrl: readPublicUrl(environment.OAUTH_HOSTNAME || 'http://localhost:8878', faults),
    webPort: readPort(environment, 'PORT', 8878, faults),
    managementPort: readPort(environment, 'METRICSPORT', 8879, faults),
    tls: readTls(environment, read('TLSPassword'), faults, disk),
    sealKeys: sealKeys ?? [createRandomSealKey()],
    areSealKeysShared: sealKeys !== undefined,
    trustedProxies: readTrustedProxies(environment.DOMI_TRUSTED_PROXIES, faults),
    limits: readLimits(environment, faults),
    ...readObservabilitySettings(environment, faults),
    logLevel: readLogLevel(environment.LOG_LEVEL, faults),
    drainDelay: readDrainDelay(environment.DOMI_DRAIN_DELAY, faults),
    allowInsecureProviders: readBoolean(environment, 'DOMI_ALLOW_INSECURE_PROVIDERS', faults),
    storeUrl: readStoreUrl(read('DOMI_STORE_URL'), faults),
    replaySeconds: readReplaySeconds(environment.DOMI_REPLAY_SECONDS, faults),
    configPath: environment.DOMI_CONFIG || undefined,
  };
}

function readPublicUrl(text: string, faults: FaultList): string {
  const fault = findPublicUrlFault(text);
  if (fault) faults.add('OAUTH_HOSTNAME', fault);
  return text;
}

function readPort(environment: Environment, name: string, fallback: number, faults: FaultList): number {
  const text = environment[name];
  if (!text) return fallback;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  faults.add(name, 'has to be a port number from 0 to 65535');
  return fallback;
}

/** The fault never repeats the value: it may hold a password. */
function readStoreUrl(text: string | undefined, faults: FaultList): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isStore = url?.protocol === 'redis:' || url?.protocol === 'rediss:';
  const isDecodable = !/%(?![0-9a-f]{2})/i.test(`${url?.username}${url?.password}`);
  if (isStore && isDecodable && url.hostname !== '' && /^(\/\d*)?$/.test(url.pathname)) return text;
  faults.add(
    'DOMI_STORE_URL',
    'has to be redis://host:6379 or rediss://…, with user:password@ and /database as needed',
  );
  return undefined;
}

/** Longer than a minute helps few clients, and for that time an old token is worth as much as its successor. */
const MAX_REPLAY_SECONDS = 300;

function readReplaySeconds(text: string | undefined, faults: FaultList): number {
  if (!text) return 60;
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= MAX_REPLAY_SECONDS) return seconds;
  faults.add('DOMI_REPLAY_SECONDS', `has to be a whole number from 0 (off) to ${MAX_REPLAY_SECONDS}`);
  return 60;
}

function readBoolean(environment: Environment, name: string, faults: FaultList): boolean {
  const text = environment[name] || 'false';
  if (text !== 'true' && text !== 'false') faults.add(name, 'has to be true or false');
  return text === 'true';
}

const LIMIT_VARIABLES = {
  clientAddress: 'DOMI_LIMIT_CLIENT_ADDRESS',
  tenant: 'DOMI_LIMIT_TENANT',
  provider: 'DOMI_LIMIT_PROVIDER',
} as const;

function readLimits(environment: Environment, faults: FaultList): Limits {
  const overall = environment.DOMI_LIMITS || 'on';
  if (overall !== 'on' && overall !== 'off') faults.add('DOMI_LIMITS', 'has to be on or off');
  const settings = LIMIT_SCOPES.map((scope) => {
    const name = LIMIT_VARIABLES[scope];
    const text = environment[name];
    if (!text) return [];
    try {
      return [[scope, parseLimit(text)] as const];
    } catch (error) {
      faults.add(name, (error as RangeError).message);
      return [];
    }
  });
  return overrideLimits(overall === 'off' ? NO_LIMITS : DEFAULT_LIMITS, Object.fromEntries(settings.flat()));
}

function readLogLevel(text: string | undefined, faults: FaultList): LogLevel {
  if (!text) return 'info';
  if (LOG_LEVELS.includes(text)) return text as LogLevel;
  faults.add('LOG_LEVEL', `has to be one of ${LOG_LEVELS.join(', ')}`);
  return 'info';
}

function readDrainDelay(text: string | undefined, faults: FaultList): number {
  if (!text) return 0;
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= MAX_DRAIN_DELAY) return seconds;
  faults.add('DOMI_DRAIN_DELAY', `has to be a whole number of seconds from 0 to ${MAX_DRAIN_DELAY}`);
  return 0;
}

function readSealKeys(text: string | undefined, faults: FaultList): SealKey[] | undefined {
  if (text === undefined) return undefined;
  try {
    return parseSealKeys(text);
  } catch (error) {
    faults.add('DOMI_SEAL_KEYS', (error as RangeError).message);
    return undefined;
  }
}

function readTrustedProxies(text: string | undefined, faults: FaultList): string[] {
  const ranges = (text ?? '')
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
  ranges.forEach((range, index) => {
    if (!isCidr(range)) {
      faults.add('DOMI_TRUSTED_PROXIES', `entry ${index + 1} is not an address or CIDR range`);
    }
  });
  return ranges;
}

function isCidr(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  try {
    new BlockList().addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
    return /^\d+$/.test(bits);
  } catch {
    return false;
  }
}

/** As in DOMI 1.x: TLS is on when `TLSFile` is given; PEM has its key there and the certificate in `PEMCert`. */
function readTls(
  environment: Environment,
  passphrase: string | undefined,
  faults: FaultList,
  disk: Disk,
): TlsOptions | undefined {
  const file = environment.TLSFile;
  if (!file) return undefined;
  const type = environment.TLSType || 'pfx';
  if (type !== 'pfx' && type !== 'pem') {
    faults.add(
      'TLSType',
      'has to be pfx or pem (convert a Java key store: keytool -importkeystore -deststoretype pkcs12)',
    );
    return undefined;
  }
  const certificate = environment.PEMCert;
  if (type === 'pem' && !certificate) {
    faults.add('PEMCert', 'has to name the certificate file when TLSType is pem');
    return undefined;
  }
  const main = readBinary(file, 'TLSFile', faults, disk);
  const cert = type === 'pem' && certificate ? readBinary(certificate, 'PEMCert', faults, disk) : undefined;
  if (main === undefined || (type === 'pem' && cert === undefined)) return undefined;
  const options: TlsOptions = {
    ...(cert ? { key: main, cert } : { pfx: main }),
    ...(passphrase !== undefined && { passphrase }),
  };
  return isUsable(options, faults) ? options : undefined;
}

/** Now, not at the first handshake: a wrong password would else be found by the first user. */
function isUsable(options: TlsOptions, faults: FaultList): boolean {
  try {
    createSecureContext(options);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    faults.add(
      'TLSFile',
      `cannot be used (${code ?? 'wrong password or format'}); see TLSType, TLSPassword, PEMCert`,
    );
    return false;
  }
}

function readBinary(path: string, where: string, faults: FaultList, disk: Disk): Buffer | undefined {
  try {
    return disk.read(path);
  } catch (error) {
    faults.add(where, `cannot read ${path} (${readErrorCode(error)})`);
    return undefined;
  }
}
