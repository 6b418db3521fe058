import { dump } from 'js-yaml';
import { formatShard } from './shard-index.ts';
import type { Shard } from './shards.ts';

/** A file of the output. */
export interface OutputFile {
  readonly name: string;
  readonly text: string;
}

/** Labels of every object, for `kubectl get --selector` and for pruning. */
export function labelObject(name: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/managed-by': 'domi-tenants', 'app.kubernetes.io/part-of': name };
}

export function toConfigMap(name: string, { index, fileName, text }: Shard): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${name}-${formatShard(index)}`, labels: labelObject(name) },
    data: { [fileName]: text },
  };
}

export function renderObject(name: string, object: object): OutputFile {
  return { name, text: dump(object, { lineWidth: -1, noRefs: true }) };
}

export function renderKustomization(files: readonly OutputFile[]): OutputFile {
  return renderObject('kustomization.yaml', {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: files.map(({ name }) => name),
  });
}
