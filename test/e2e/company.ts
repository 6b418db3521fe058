import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { apply, IMAGE, kubectl, putData, say } from './cluster.ts';

/** One answer that `ask.mjs` prints. */
export interface Answer {
  readonly status: number;
  readonly serial: string;
  readonly body: string;
}

export interface Seen {
  readonly refreshes: number;
  readonly twice: number;
  /** Client secret of the latest refresh. */
  readonly latest: string;
}

/** The least load that a suite may take for one. */
export interface LoadReport {
  readonly requests: number;
  readonly longestMs: number;
  readonly failures: Readonly<Record<string, number>>;
}

const PROGRAMS = ['meeting-service', 'refresh-without-pause', 'ask'];
const NODE = '/usr/local/bin/node';

/** What a container must have in a namespace with Pod Security "restricted" and a quota. */
const CONTAINED = {
  image: IMAGE,
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
};
const POD_SECURITY = { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } };

/**
 * Puts into a namespace what a company has besides DOMI: a meeting service, an app there, and a client. All run in the image of
 * the service, so the cluster needs no other.
 */
export async function moveIn(namespace: string): Promise<void> {
  const since = performance.now();
  await putData(
    namespace,
    'ConfigMap',
    'programs',
    Object.fromEntries(
      PROGRAMS.map((name) => [
        `${name}.mjs`,
        readFileSync(join(import.meta.dirname, 'programs', `${name}.mjs`), 'utf8'),
      ]),
    ),
  );
  await putData(namespace, 'Secret', 'domi-zoom', { 'client-id': 'zoom-id', 'client-secret': 'secret-one' });
  await apply(namespace, [
    toPod('meeting-service', [NODE, '/programs/meeting-service.mjs']),
    toPod('client', [NODE, '--eval', 'setInterval(() => {}, 1e9)']),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'meeting-service' },
      spec: { selector: { app: 'meeting-service' }, ports: [{ port: 8080 }] },
    },
  ]);
  await kubectl([
    '--namespace',
    namespace,
    'wait',
    '--for=condition=Ready',
    'pod',
    '--all',
    '--timeout=120s',
  ]);
  say('meeting service and client are there', since);
}

function toPod(name: string, command: readonly string[]): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 1,
      securityContext: POD_SECURITY,
      containers: [
        {
          ...CONTAINED,
          name: 'node',
          command,
          volumeMounts: [
            { name: 'programs', mountPath: '/programs' },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'programs', configMap: { name: 'programs' } },
        { name: 'tmp', emptyDir: {} },
      ],
    },
  };
}

/** Values of a release whose only meeting service is that of the namespace. */
export function toValues(values: object = {}): object {
  const at = (path: string): string => `http://meeting-service:8080${path}`;
  return {
    publicUrl: 'https://domi.example.com',
    apps: { zoom: { existingSecret: 'domi-zoom' } },
    config: {
      providers: {
        zoom: {
          authorizationEndpoint: at('/authorize'),
          tokenEndpoint: at('/token'),
          revocationEndpoint: at('/revoke'),
        },
      },
    },
    extraEnv: [{ name: 'DOMI_ALLOW_INSECURE_PROVIDERS', value: 'true' }],
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '384Mi' } },
    limits: { enabled: false },
    ...values,
  };
}

/** Asks from inside the cluster: `http://host:port/path`, with `|Host` and `|token` after it. */
export async function ask(namespace: string, ...addresses: string[]): Promise<Answer[]> {
  const output = await execInClient(namespace, ['/programs/ask.mjs', ...addresses]);
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

export async function readSeen(namespace: string): Promise<Seen> {
  const [answer] = await ask(namespace, 'http://meeting-service:8080/seen');
  return JSON.parse(answer?.body ?? '') as Seen;
}

/**
 * Refreshes without a pause while something happens.
 * @param service host and port, `domi:80`
 */
export async function refreshDuring(
  namespace: string,
  service: string,
  happen: () => Promise<void>,
): Promise<LoadReport> {
  const environment = { SERVICE_URL: `http://${service}`, STOP_FILE: '/tmp/stop' };
  const program = `Object.assign(process.env, ${JSON.stringify(environment)}); await import('/programs/refresh-without-pause.mjs')`;
  const load = execInClient(namespace, ['--input-type=module', '--eval', program]);
  const stop = (): Promise<string> =>
    execInClient(namespace, ['--eval', "require('node:fs').writeFileSync('/tmp/stop', '')"]);
  try {
    await delay(3000);
    await happen();
    await delay(3000);
  } finally {
    await stop();
  }
  const report = JSON.parse((await load).trim().split('\n').at(-1) ?? '') as LoadReport;
  say(`load: ${JSON.stringify(report)}`);
  return report;
}

function execInClient(namespace: string, args: readonly string[]): Promise<string> {
  return kubectl(['--namespace', namespace, 'exec', 'client', '--', NODE, ...args]);
}
