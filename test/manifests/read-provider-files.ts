import { parse } from 'yaml';

/** The provider files of the ConfigMaps of a build, as a projected volume has them. */
export function readProviderFiles(output: Readonly<Record<string, string>>): Record<string, string> {
  const manifests = Object.entries(output).filter(([name]) => name.startsWith('configmap-'));
  return Object.assign({}, ...manifests.map(([, text]) => parse(text).data));
}
