import { apply, kubectl, say } from './cluster.ts';

const RUN = Date.now().toString(36).slice(-5);

/**
 * What a platform team sets in a namespace. `shares` makes every container name its requests and its memory limit; `ceilings`
 * also wants a CPU limit, which the LimitRange gives to those that name none.
 */
export type Rules = 'shares' | 'ceilings';

const QUOTA: Readonly<Record<Rules, object>> = {
  shares: { 'requests.cpu': '4', 'requests.memory': '4Gi', 'limits.memory': '8Gi', pods: '40' },
  ceilings: {
    'requests.cpu': '4',
    'requests.memory': '4Gi',
    'limits.cpu': '40',
    'limits.memory': '8Gi',
    pods: '40',
    secrets: '40',
    configmaps: '40',
    'services.loadbalancers': '0',
  },
};

const LIMITS: Readonly<Record<Rules, object>> = {
  shares: { type: 'Container', min: { cpu: '10m', memory: '16Mi' }, max: { memory: '2Gi' } },
  ceilings: {
    type: 'Container',
    min: { cpu: '10m', memory: '16Mi' },
    max: { cpu: '2', memory: '2Gi' },
    default: { cpu: '1', memory: '512Mi' },
    defaultRequest: { cpu: '50m', memory: '64Mi' },
  },
};

/**
 * Makes a namespace that enforces the Pod Security Standard "restricted", with a quota and a limit range.
 * @returns its name, which no other run has
 */
export async function createNamespace(purpose: string, rules: Rules = 'shares'): Promise<string> {
  const name = `domi-e2e-${purpose}-${RUN}`;
  const modes = ['enforce', 'warn', 'audit'];
  const labels = Object.fromEntries(
    modes.map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
  );
  await kubectl(
    ['create', '--filename=-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }),
  );
  await apply(name, [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota', namespace: name },
      spec: { hard: QUOTA[rules] },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits', namespace: name },
      spec: { limits: [LIMITS[rules]] },
    },
  ]);
  say(`namespace ${name}`);
  return name;
}

/** Does not wait: the cluster goes on by itself. */
export async function deleteNamespace(name: string | undefined): Promise<void> {
  if (name !== undefined) await kubectl(['delete', 'namespace', name, '--wait=false']);
}
