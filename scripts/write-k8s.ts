import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { isVerifying, keepGeneratedFile } from './generated-file.ts';
import { findKubernetesTools } from './kubernetes-tools.ts';

/**
 * Renders the chart to plain manifests for kustomize: a base, and components that an overlay adds. With `--verify` it
 * fails when a file is stale.
 */
interface Target {
  /** Below k8s/. */
  readonly folder: string;
  /** Values on top of k8s/values.yaml. */
  readonly set: readonly string[];
  /** Only these templates; undefined: all of them. */
  readonly templates?: readonly string[];
  readonly kustomization: Record<string, unknown>;
}

const COMPONENT = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' };

const TARGETS: readonly Target[] = [
  {
    folder: 'base',
    set: [],
    kustomization: { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' },
  },
  {
    folder: 'components/autoscaling',
    set: ['autoscaling.enabled=true'],
    templates: ['hpa.yaml'],
    kustomization: {
      ...COMPONENT,
      // The autoscaler owns the number of pods: with `replicas`, every apply would reset it.
      patches: [
        {
          target: { kind: 'Deployment', name: 'domi' },
          patch: '[{ "op": "remove", "path": "/spec/replicas" }]',
        },
      ],
    },
  },
  {
    folder: 'components/ingress',
    set: ['ingress.enabled=true'],
    templates: ['ingress.yaml'],
    kustomization: COMPONENT,
  },
  {
    folder: 'components/network-policy',
    set: ['networkPolicy.enabled=true'],
    templates: ['networkpolicy.yaml'],
    kustomization: COMPONENT,
  },
  {
    folder: 'components/service-monitor',
    set: ['metrics.serviceMonitor.enabled=true'],
    templates: ['servicemonitor.yaml'],
    kustomization: COMPONENT,
  },
];

const ROOT = join(import.meta.dirname, '..');
const NOTICE =
  '# Rendered from the chart by `npm run k8s`; change helm/domi or k8s/values.yaml, not this file.\n';

for (const target of TARGETS) writeTarget(target);

function writeTarget({ folder, set, templates, kustomization }: Target): void {
  const files = splitByTemplate(render(set, templates));
  const resources = [...files.keys()].sort();
  files.set('kustomization.yaml', stringify({ ...kustomization, resources }));
  const target = join(ROOT, 'k8s', folder);
  for (const [name, text] of files) keepGeneratedFile(join(target, name), `${NOTICE}${text}`, 'npm run k8s');
  for (const name of readdirSync(target).filter((name) => !files.has(name))) {
    if (!isVerifying) rmSync(join(target, name));
    else {
      process.stderr.write(`k8s/${folder}/${name} is stale: run npm run k8s\n`);
      process.exitCode = 1;
    }
  }
}

function render(set: readonly string[], templates: readonly string[] = []): string {
  const args = ['template', 'domi', 'helm/domi', '--no-hooks', '--values', 'k8s/values.yaml'];
  for (const value of set) args.push('--set', value);
  for (const template of templates) args.push('--show-only', `templates/${template}`);
  return execFileSync(findKubernetesTools().helm, args, { cwd: ROOT, encoding: 'utf8' });
}

/** Splits the output into one file per template, without the labels that mark resources as managed by Helm. */
function splitByTemplate(rendered: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const document of rendered.split(/^---\n/m).filter((text) => text.trim() !== '')) {
    const [, name] = /^# Source: domi\/templates\/(.+)$/m.exec(document) ?? [];
    if (name === undefined) throw new Error(`helm template names no source for:\n${document}`);
    const text = document
      .replace(/^# Source: .+\n/m, '')
      .replace(/^ +(helm\.sh\/chart|app\.kubernetes\.io\/managed-by): .+\n/gm, '');
    const before = files.get(name);
    files.set(name, before === undefined ? text : `${before}---\n${text}`);
  }
  return files;
}
