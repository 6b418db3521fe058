import { listKind, type Manifest, pick } from '../../helpers/render-chart.ts';

/** One case for one key of values.yaml: what to set, where to look, what must stand there. */
export interface OptionCase {
  readonly key: string;
  readonly values: object;
  readonly look: (manifests: readonly Manifest[]) => unknown;
  readonly expected: unknown;
}

export type Look = OptionCase['look'];

export const pod = (all: readonly Manifest[]) => pick(all, 'Deployment').spec.template;
export const container = (all: readonly Manifest[]) => pod(all).spec.containers[0];
export const kind =
  (name: string, field: (manifest: Manifest) => unknown = ({ spec }) => spec): Look =>
  (all) =>
    field(pick(all, name));
export const fromPod =
  (field: string): Look =>
  (all) =>
    pod(all).spec[field];
export const fromContainer =
  (field: string): Look =>
  (all) =>
    container(all)[field];
export const environment =
  (name: string): Look =>
  (all) =>
    container(all).env.find((variable: { name: string }) => variable.name === name)?.value;
export const listMounts = (
  all: readonly Manifest[],
): readonly { readonly name: string; readonly mountPath: string }[] => container(all).volumeMounts;
export const volume =
  (name: string): Look =>
  (all) =>
    pod(all).spec.volumes.find((one: { name: string }) => one.name === name);
export const namesOf =
  (name: string): Look =>
  (all) =>
    listKind(all, name).map(({ metadata }) => metadata.name);
export const webService: Look = (all) => pick(all, 'Service', 'domi');
export const policy = kind('NetworkPolicy');
