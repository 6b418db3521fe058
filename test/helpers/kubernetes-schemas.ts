import type { Manifest } from './render-chart.ts';

/** Oldest and newest Kubernetes whose schemas npm brings: the packages are models generated from these versions. */
export const KUBERNETES_VERSIONS = {
  '1.33': 'kubernetes-models-oldest',
  '1.36': 'kubernetes-models',
} as const;

export type KubernetesVersion = keyof typeof KUBERNETES_VERSIONS;

/** Custom resources come from packages of their own, whatever Kubernetes runs them. */
const CUSTOM_RESOURCES: Readonly<Record<string, string>> = {
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

interface Model {
  readonly prototype: { validate(this: unknown): void };
}

/**
 * Validates a manifest against the schema of its kind, unknown fields included, as a server with strict field validation.
 * @returns a sentence for each fault
 */
export async function findSchemaFaults(manifest: Manifest, version: KubernetesVersion): Promise<string[]> {
  const [group = ''] = manifest.apiVersion.split('/');
  const source = CUSTOM_RESOURCES[group] ?? KUBERNETES_VERSIONS[version];
  const module = (await import(`${source}/${manifest.apiVersion}/${manifest.kind}`)) as Record<string, Model>;
  const read = new Set<string>();
  const faults: string[] = [];
  try {
    module[manifest.kind]?.prototype.validate.call(watchReads(manifest, '', read));
  } catch (error) {
    faults.push((error as Error).message);
  }
  const unknown = listPaths(manifest, '').filter((path) => !read.has(path));
  return [
    ...faults,
    ...unknown.map((path) => `${path} is no field of ${manifest.kind} in Kubernetes ${version}`),
  ];
}

/**
 * The schemas are compiled and let unknown fields pass; but a validator reads only what its schema declares. So a field
 * that nobody has read is an unknown one.
 */
function watchReads<T>(value: T, path: string, read: Set<string>): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key, receiver) {
      const field: unknown = Reflect.get(target, key, receiver);
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return field;
      read.add(`${path}/${key}`);
      return watchReads(field, `${path}/${key}`, read);
    },
  });
}

function listPaths(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => [
    `${path}/${key}`,
    ...listPaths(field, `${path}/${key}`),
  ]);
}
