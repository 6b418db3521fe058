import { parse } from 'yaml';

/**
 * What the External Secrets Operator makes of the manifests of a build: the keys of all Secrets, as a projected volume has them.
 * @param read the value of a secret in the store, by key and property
 */
export function bundleSecrets(
  output: Readonly<Record<string, string>>,
  read: (key: string, property: string) => string,
): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [name, text] of Object.entries(output)) {
    if (!name.startsWith('external-secret-')) continue;
    const { target, data } = parse(text).spec;
    const values = new Map<string, string>(
      data.map(
        ({ secretKey, remoteRef }: { secretKey: string; remoteRef: { key: string; property: string } }) => [
          secretKey,
          read(remoteRef.key, remoteRef.property),
        ],
      ),
    );
    for (const [key, template] of Object.entries<string>(target.template.data))
      files[key] = template.replaceAll(/\{\{ index \. "([^"]+)" \| toJson \}\}/g, (_, secretKey: string) =>
        JSON.stringify(values.get(secretKey)),
      );
  }
  return files;
}
