/**
 * The rooms of src, and what each may import. The tests in test/architecture enforce these rules, docs/architecture.md
 * shows them. A new folder must be added here. Leaves come first, the room that imports most of the others comes last.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  oauth: [],
  time: [],
  networks: [],
  sealing: [],
  observability: ['oauth', 'time'],
  providers: ['oauth'],
  limits: ['oauth', 'time', 'observability (types)'],
  tenants: ['oauth', 'providers', 'limits', 'pages'],
  pages: ['oauth (types)'],
  notes: ['time', 'networks'],
  flow: ['oauth', 'sealing'],
  grants: ['oauth', 'time', 'observability (types)'],
  connections: ['networks'],
  upstream: ['oauth', 'time', 'networks', 'connections', 'limits', 'observability', 'grants (types)'],
  refresh: ['oauth', 'time', 'sealing', 'grants (types)', 'observability (types)'],
  webhooks: ['oauth (types)', 'observability (types)'],
  openapi: ['oauth', 'tenants (types)'],
  store: [
    'time',
    'limits (types)',
    'observability',
    'probing (types)',
    'refresh (types)',
    'sealing (types)',
    'webhooks (types)',
  ],
  'client-authentication': ['oauth'],
  discovery: ['oauth (types)', 'providers (types)', 'upstream (types)'],
  check: ['config', 'discovery', 'networks (types)', 'oauth', 'tenants', 'upstream (types)'],
  probing: ['check', 'oauth (types)', 'tenants (types)', 'time (types)', 'observability (types)'],
  config: [
    'observability (types)',
    'oauth',
    'networks',
    'providers',
    'limits',
    'pages',
    'sealing',
    'store',
    'tenants',
    'time',
  ],
  onboarding: ['oauth', 'tenants', 'client-authentication', 'config', 'discovery', 'upstream (types)'],
  migration: ['config', 'providers', 'tenants'],
  manifests: ['config', 'observability'],
  'config-source': ['observability (types)', 'oauth (types)', 'time', 'tenants', 'config'],
  http: [
    'oauth',
    'networks',
    'tenants',
    'flow',
    'grants',
    'limits',
    'refresh',
    'pages',
    'observability',
    'time (types)',
    'webhooks (types)',
  ],
  service: [
    'check',
    'client-authentication',
    'config',
    'config-source',
    'connections (types)',
    'flow',
    'grants',
    'http',
    'limits',
    'networks (types)',
    'oauth',
    'observability',
    'openapi',
    'pages',
    'probing',
    'refresh',
    'sealing',
    'store',
    'tenants',
    'time',
    'upstream',
    'webhooks',
  ],
  process: ['config', 'config-source', 'observability', 'service', 'tenants', 'time'],
};

/** The room that simulates the outside world. It may import all others; no other room or build contains it. */
export const SANDBOX = 'sandbox';

/** Packages that only these files may import; a name that ends in a slash is a folder. */
export const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  got: ['upstream/'],
  undici: ['upstream/'],
  redis: ['store/'],
  jose: ['client-authentication/'],
  koa: ['http/', 'service/', 'sandbox/'],
  '@koa/router': ['http/', 'service/', 'sandbox/'],
  'koa-helmet': ['http/'],
  pino: ['observability/'],
  'playwright-core': ['sandbox/'],
  'oidc-provider': ['sandbox/'],
  '@opentelemetry/api': ['observability/'],
  '@opentelemetry/sdk-node': ['observability/'],
  'prom-client': ['observability/', 'service/'],
};

/** The core must not access a network. */
export const NOT_IN_OAUTH: readonly string[] = [
  'koa',
  '@koa/router',
  'koa-helmet',
  'got',
  'undici',
  'ajv',
  'node:http',
  'node:https',
  'node:net',
  'node:fs',
];

/** The only files that touch the process. All others get what they need as arguments. */
export const MAY_READ_PROCESS: readonly string[] = ['cli.ts', 'sandbox/demo.ts'];

/** Programs, which do work on import; all other files only define things. */
export const PROGRAMS: readonly string[] = ['cli.ts', 'sandbox/demo.ts', 'sandbox/unpack-browser.ts'];

/** The suffix of files that are programs of a thread. */
export const WORKER_ENDING = '-worker.ts';

/** The only room that may read a clock. All others get one as an argument. */
export const MAY_READ_CLOCK = 'time/';

/** Names that do not say what belongs there. */
export const VAGUE_FOLDERS: readonly string[] = [
  'utils',
  'util',
  'helpers',
  'common',
  'shared',
  'misc',
  'lib',
];
