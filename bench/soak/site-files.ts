import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SoakProvider } from './soak-provider.ts';

/** The files that an operator of the site changes while it runs; each change is complete at once. */
export interface SiteFiles {
  readonly environment: Readonly<Record<string, string>>;
  /** Ids of the seal keys in use, the first one seals. */
  readonly sealKeys: readonly string[];
  addSealKey(): void;
  putNewestSealKeyFirst(): void;
  removeOldSealKey(): void;
  /** Makes another client secret at the provider, and puts it before the one in use. */
  addClientSecret(): void;
  /** Deletes the older one at the provider. */
  removeOldClientSecret(): void;
  changeLabel(): void;
  breakProviderFile(): void;
  mendProviderFile(): void;
}

export function createSiteFiles(
  folder: string,
  { providers, secrets }: Pick<SoakProvider, 'providers' | 'secrets'>,
): SiteFiles {
  const path = (name: string): string => join(folder, name);
  const [providerFile, sealKeyFile, secretFile] = [
    path('providers.json'),
    path('seal-keys'),
    path('secrets.json'),
  ];
  let serial = 0;
  let sealKeys: string[] = [];
  let clientSecrets = { new: '', old: '' };

  /** As editors and volumes do: a file is there as a whole, the old or the new one. */
  function replace(file: string, content: string): void {
    writeFileSync(`${file}.next`, content, { mode: 0o600 });
    renameSync(`${file}.next`, file);
  }

  const makeName = (kind: string): string => {
    serial += 1;
    return `${kind}${serial}`;
  };

  function useSealKeys(keys: readonly string[]): void {
    sealKeys = [...keys];
    replace(sealKeyFile, `${keys.join(',')}\n`);
  }

  function useClientSecrets(next: typeof clientSecrets): void {
    clientSecrets = next;
    replace(secretFile, JSON.stringify(next));
  }

  const makeSealKey = (): string => `${makeName('k')}:${randomBytes(32).toString('base64url')}`;
  const makeSecret = (): string => `${makeName('secret')}-${randomBytes(16).toString('hex')}`;

  function writeProviders(label: string): void {
    const clientSecret = [
      { file: secretFile, pointer: '/new' },
      { file: secretFile, pointer: '/old' },
    ];
    const zoom = { ...providers['zoom'], label, clientSecret };
    replace(providerFile, JSON.stringify({ providers: { zoom } }, null, 2));
  }

  let label = 'Zoom';
  writeProviders(label);
  useSealKeys([makeSealKey()]);
  useClientSecrets({ new: makeSecret(), old: makeSecret() });
  secrets.add(clientSecrets.new);

  return {
    environment: { DOMI_CONFIG: providerFile, DOMI_SEAL_KEYS_FILE: sealKeyFile },
    get sealKeys() {
      return sealKeys.map((key) => key.split(':')[0] as string);
    },
    addSealKey: () => useSealKeys([...sealKeys, makeSealKey()]),
    putNewestSealKeyFirst: () => useSealKeys(sealKeys.toReversed()),
    removeOldSealKey: () => useSealKeys(sealKeys.slice(0, 1)),
    addClientSecret() {
      const next = { new: makeSecret(), old: clientSecrets.new };
      secrets.add(next.new);
      useClientSecrets(next);
    },
    removeOldClientSecret: () => void secrets.delete(clientSecrets.old),
    changeLabel() {
      label = makeName('Zoom ');
      writeProviders(label);
    },
    breakProviderFile: () => replace(providerFile, '{ "providers": { "zoom": { "clientSecret": 7 '),
    mendProviderFile: () => writeProviders(label),
  };
}
