import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listKind, type Manifest, pick } from './render-chart.ts';
import { sealKeyOf } from './seal-keys.ts';

/** What operators put into the Secrets that have a form. */
const SECRETS: Readonly<Record<string, string>> = {
  '/run/secrets/domi-seal-keys': `k1:${sealKeyOf(1)}`,
  '/run/secrets/domi-store': 'rediss://:password@valkey.example.com:6379',
};

/**
 * Lays out below a folder what the pod of the Deployment would see: the provider files of its own ConfigMaps and a content
 * for every Secret, but no certificates. ConfigMaps that exist already stay empty.
 * @returns the environment of the container, with paths below the folder
 */
export function mountPod(manifests: readonly Manifest[], root: string): Record<string, string> {
  const { containers, volumes } = pick(manifests, 'Deployment').spec.template.spec;
  const config = containers[0].env.find(({ name }: { name: string }) => name === 'DOMI_CONFIG').value;
  const projected = volumes.find(({ name }: { name: string }) => name === 'config')?.projected;
  const files = new Map<string, string>();
  for (const own of projected === undefined ? listCollected(manifests) : listMounted(manifests, projected)) {
    for (const [name, text] of Object.entries<string>(own['data'] ?? {}))
      files.set(name, placeSecrets(text, root));
  }
  mountAsKubelet(join(root, config), files);

  const environment: Record<string, string> = {};
  for (const { name, value } of containers[0].env as { name: string; value?: string }[]) {
    if (value === undefined || /^(TLS|PEM)/.test(name)) continue;
    environment[name] = name === 'DOMI_TENANT_SECRETS' ? join(root, value) : placeSecrets(value, root);
  }
  return { ...environment, DOMI_CONFIG: join(root, environment['DOMI_CONFIG'] ?? '') };
}

/** The ConfigMaps of a projected volume. */
function listMounted(
  manifests: readonly Manifest[],
  { sources }: { sources: readonly { configMap?: { name: string } }[] },
): Manifest[] {
  const names = sources.map(({ configMap }) => configMap?.name);
  return listKind(manifests, 'ConfigMap').filter(({ metadata }) => names.includes(metadata.name));
}

/** What a sidecar of the pod finds by its label. */
function listCollected(manifests: readonly Manifest[]): Manifest[] {
  const { initContainers } = pick(manifests, 'Deployment').spec.template.spec;
  const [{ env }] = initContainers as [{ env: { name: string; value: string }[] }];
  const label = env.find(({ name }) => name === 'LABEL')?.value ?? '';
  return listKind(manifests, 'ConfigMap').filter(({ metadata }) => label in (metadata.labels ?? {}));
}

/** A volume of a pod: names are links to links, so that all files change at one moment. */
function mountAsKubelet(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(join(folder, '..2026_11_24'), { recursive: true });
  symlinkSync('..2026_11_24', join(folder, '..data'));
  for (const [name, text] of files) {
    writeFileSync(join(folder, '..data', name), text);
    symlinkSync(join('..data', name), join(folder, name));
  }
}

/** Every file of a secret that a text names is made below the root. */
function placeSecrets(text: string, root: string): string {
  return text.replaceAll(/\/(run|var\/lib\/domi)\/secrets\/[\w./-]+/g, (path) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${SECRETS[dirname(path)] ?? 'a-secret'}\n`);
    return file;
  });
}
