/** What became of a key of DOMI 1.x. */
export type OldSetting =
  /** It is a variable of the same name now; some hold a secret. */
  | { readonly kind: 'variable'; readonly isSecret: boolean; readonly wasReadFromEnvironment: boolean }
  /** It is gone, and this is why: a sentence without a full stop. */
  | { readonly kind: 'gone'; readonly reason: string };

const fromBoth = { kind: 'variable', isSecret: false, wasReadFromEnvironment: true } as const;
const fromFolder = { kind: 'variable', isSecret: false, wasReadFromEnvironment: false } as const;
const secret = { ...fromBoth, isSecret: true } as const;
const gone = (reason: string): OldSetting => ({ kind: 'gone', reason });

const TLS_VERSIONS = 'TLS 1.2 and 1.3 are on, older versions cannot be turned on';

/**
 * The keys that DOMI 1.0.11 reads from `domiconfig.d` and from the environment, which wins.
 * @see https://github.com/HCL-TECH-SOFTWARE/domino-online-meeting-integration
 */
export const OLD_SETTINGS: Readonly<Record<string, OldSetting>> = {
  OAUTH_HOSTNAME: fromBoth,
  PORT: fromBoth,
  METRICSPORT: fromFolder,
  TLSFile: fromBoth,
  TLSPassword: secret,
  TLSType: fromFolder,
  PEMCert: fromFolder,
  ZOOM_CLIENT_ID: fromBoth,
  ZOOM_CLIENT_SECRET: secret,
  TEAMS_CLIENT_ID: fromBoth,
  TEAMS_CLIENT_SECRET: secret,
  WEBEX_CLIENT_ID: fromBoth,
  WEBEX_CLIENT_SECRET: secret,
  GTM_CLIENT_ID: fromBoth,
  GTM_CLIENT_SECRET: secret,
  DEBUG: gone('it was for a Java debugger; LOG_LEVEL=debug makes the log say more'),
  LOG_DIR: gone('the log goes to standard output as JSON lines, and the platform keeps it'),
  enabledProtocols: gone(TLS_VERSIONS),
  removeInsecureProtocols: gone(TLS_VERSIONS),
  cipher: gone('the cipher suites are those of Node.js'),
  CORS: gone('no script of another site needs this service'),
  prometheusMetrics: gone('metrics are always on, at /metrics of METRICSPORT'),
  metrics: gone('metrics are always on, at /metrics of METRICSPORT'),
  vertx: gone('there is no Vert.x any more'),
};

/** The folder that DOMI 1.x reads in its working directory. */
export const OLD_FOLDER = 'domiconfig.d';

/** @returns what to do about a key of 1.x in a provider file; undefined for any other name */
export function explainOldSetting(name: string): string | undefined {
  const setting = Object.hasOwn(OLD_SETTINGS, name) ? OLD_SETTINGS[name] : undefined;
  if (setting === undefined) return undefined;
  return setting.kind === 'gone'
    ? `${name} is a setting of DOMI 1.x that is gone: ${setting.reason}`
    : `${name} is a variable of the environment, not a field of this file; "domi migrate" prints what a folder of DOMI 1.x says as variables`;
}
