import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Manifest } from './render-chart.ts';

/** Resources by API, as far as helm asks for them: plural name and kind. */
const RESOURCES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  v1: [
    ['configmaps', 'ConfigMap'],
    ['pods', 'Pod'],
    ['secrets', 'Secret'],
    ['serviceaccounts', 'ServiceAccount'],
    ['services', 'Service'],
  ],
  'apps/v1': [['deployments', 'Deployment']],
  'autoscaling/v2': [['horizontalpodautoscalers', 'HorizontalPodAutoscaler']],
  'networking.k8s.io/v1': [['networkpolicies', 'NetworkPolicy']],
  'policy/v1': [['poddisruptionbudgets', 'PodDisruptionBudget']],
  'apiregistration.k8s.io/v1': [['apiservices', 'APIService']],
};

export interface FakeCluster {
  /** For `--kube-apiserver`. */
  readonly url: string;
  stop(): void;
}

/**
 * The part of a Kubernetes API that a dry run of helm asks: which APIs there are, and whether single resources exist. It
 * holds what it is given and changes nothing.
 */
export async function startFakeCluster(objects: readonly Partial<Manifest>[]): Promise<FakeCluster> {
  const server = http.createServer((request, answer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://cluster');
    const body = describeApi(pathname) ?? findObject(pathname, objects);
    answer.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    answer.end(
      JSON.stringify(
        body ?? { apiVersion: 'v1', kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404 },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function describeApi(path: string): object | undefined {
  if (path === '/version') return { major: '1', minor: '36', gitVersion: 'v1.36.0' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: listGroups() };
  const api = path.replace(/^\/apis?\//, '');
  const resources = RESOURCES[api];
  if (resources === undefined) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: api,
    resources: resources.map(([name, kind]) => ({
      name,
      kind,
      namespaced: true,
      verbs: ['get', 'list', 'create'],
    })),
  };
}

function listGroups(): object[] {
  return Object.keys(RESOURCES)
    .filter((groupVersion) => groupVersion.includes('/'))
    .map((groupVersion) => {
      const [name, version] = groupVersion.split('/');
      return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
    });
}

/** `/api/v1/namespaces/mail/secrets/domi-zoom`, or all of a kind without the name. */
function findObject(path: string, objects: readonly Partial<Manifest>[]): object | undefined {
  const [plural, name] = path.split('/').slice(-2);
  const findKind = (known: string | undefined): string | undefined =>
    Object.values(RESOURCES)
      .flat()
      .find(([one]) => one === known)?.[1];
  const listed = findKind(name);
  if (listed !== undefined) {
    return { apiVersion: 'v1', kind: `${listed}List`, items: objects.filter((one) => one.kind === listed) };
  }
  const kind = findKind(plural);
  return objects.find((one) => one.kind === kind && one.metadata?.name === name);
}
