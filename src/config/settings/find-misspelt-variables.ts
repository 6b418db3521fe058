import { distance } from 'fastest-levenshtein';
import type { Environment } from './environment.ts';
import { listCredentialPrefixes, listKnownVariables } from './known-variables.ts';

/** A variable that is set, but read by nobody. */
export interface MisspeltVariable {
  readonly name: string;
  /** The setting that was probably meant. */
  readonly meant: string | undefined;
}

/** A longer name is no typing error, and comparing it would take long. */
const MAX_LENGTH = 100;
/** No other program uses it, so a name with it is always meant for this service. */
const OWN_PREFIX = 'DOMI_';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Finds variables whose name is nearly that of a setting, or begins with `DOMI_`: whoever set them expects an effect.
 * Other names belong to other programs.
 * @param isReadElsewhere whether a provider file names the variable
 */
export function findMisspeltVariables(
  environment: Environment,
  isReadElsewhere: (name: string) => boolean,
): MisspeltVariable[] {
  const known = listKnownVariables();
  const prefixes = listCredentialPrefixes();
  return Object.entries(environment).flatMap(([name, value]) => {
    const isCandidate = value && name.length <= MAX_LENGTH && NAME.test(name) && !known.has(name);
    if (!isCandidate || isOfKubernetesService(name, value)) return [];
    const meant = findMeant(name, known, prefixes);
    if ((meant === undefined && !name.startsWith(OWN_PREFIX)) || isReadElsewhere(name)) return [];
    return [{ name, meant }];
  });
}

/**
 * Kubernetes sets these in every pod for each Service of the namespace; one that is called `domi` gives `DOMI_PORT`.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
function isOfKubernetesService(name: string, value: string): boolean {
  return (
    /_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$/.test(name) ||
    /_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/.test(name) ||
    (name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value))
  );
}

function findMeant(
  name: string,
  known: ReadonlySet<string>,
  prefixes: readonly string[],
): string | undefined {
  const alias = findAlias(name, prefixes);
  if (alias !== undefined || !name.startsWith(OWN_PREFIX)) return alias ?? findNear(name, known);
  return findNear(name, known, 1) ?? findNear(name.slice(OWN_PREFIX.length), known);
}

/**
 * Finds a name that is equal but for case and underscores, or for one or two letters if it is long enough.
 * @param further letters that may differ besides
 */
function findNear(name: string, known: ReadonlySet<string>, further = 0): string | undefined {
  const plain = toPlain(name);
  const allowed = (plain.length >= 10 ? 2 : Number(plain.length >= 6)) + further;
  let nearest: string | undefined;
  let least = allowed + 1;
  for (const candidate of known) {
    const other = toPlain(candidate);
    if (Math.abs(other.length - plain.length) >= least) continue;
    const steps = distance(other, plain);
    if (steps < least) [least, nearest] = [steps, candidate];
  }
  return nearest;
}

function toPlain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** Other words for a setting. Those of credentials are completed by `_CLIENT_ID` or `_CLIENT_SECRET`. */
const OTHER_WORDS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(OAUTH|DOMI)_(HOST|URL|PUBLIC_?(URL|HOST)|BASE_?URL|HOST_?URL)$/i, 'OAUTH_HOSTNAME'],
  [/^DOMI_HOST_?NAME$/i, 'OAUTH_HOSTNAME'],
  [/^DOMI_WEB_?PORT$/i, 'PORT'],
  [/^DOMI_MANAGEMENT_?PORT$|^PROMETHEUS_?PORT$/i, 'METRICSPORT'],
  [/^DOMI_(PROVIDERS?|PROVIDER_FILE|CONFIG_(FILE|DIR|PATH|FOLDER))$/i, 'DOMI_CONFIG'],
  [/^DOMI_(LANG|LOCALE)$/i, 'DOMI_LANGUAGE'],
  [/^DOMI_LOGO(_(PATH|URL))?$/i, 'DOMI_LOGO_FILE'],
  [/^DOMI_(NAME|TITLE)$/i, 'DOMI_DISPLAY_NAME'],
  [/^HTTPS?_?PROXY_(URL|HOST|ADDRESS)$/i, 'HTTPS_PROXY'],
  [/^DOMI_(REDIS|VALKEY|STORE)(_UR[IL])?$/i, 'DOMI_STORE_URL'],
  [/^DOMI_(SEAL|SEALING|COOKIE)_(KEY|SECRET)S?$/i, 'DOMI_SEAL_KEYS'],
  [/^TLS_?(KEY|KEY_?FILE|KEYSTORE)$/i, 'TLSFile'],
  [/^TLS_?(CERT|CERT_?FILE|CERTIFICATE)$/i, 'PEMCert'],
  [/^TLS_?(PASS|PASSPHRASE|KEY_?PASSWORD)$/i, 'TLSPassword'],
];

const OTHER_PREFIXES: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/^(GOTO|GOTO_?MEETING|G2M|LOGMEIN)$/i, 'GTM'],
  [/^(MS_?TEAMS|MICROSOFT_?TEAMS|TEAM)$/i, 'TEAMS'],
  [/^(CISCO_?WEBEX|WEB_EX)$/i, 'WEBEX'],
  [/^(G_?MEET|GOOGLE)$/i, 'GOOGLE_MEET'],
  [/^ZOHO$/i, 'ZOHO_MEETING'],
  [/^RING_CENTRAL$/i, 'RINGCENTRAL'],
];

function findAlias(name: string, prefixes: readonly string[]): string | undefined {
  const word = OTHER_WORDS.find(([pattern]) => pattern.test(name));
  if (word) return word[1];
  const [, prefix = '', kind = ''] = /^(.+?)_(?:APP_?|OAUTH_?|CLIENT_?)?(ID|SECRET)$/i.exec(name) ?? [];
  const family =
    OTHER_PREFIXES.find(([pattern]) => pattern.test(prefix))?.[1] ??
    prefixes.find((known) => toPlain(known) === toPlain(prefix));
  return family && `${family}_CLIENT_${kind.toUpperCase()}`;
}
