import { dirname, isAbsolute, resolve } from 'node:path';
import type { Disk } from '../config/files/disk.ts';
import { createFaultList } from '../config/report/fault-list.ts';
import { readProcessSettings } from '../config/settings/process-settings.ts';
import type { OldSettingValue, OldValues } from './collect-old-values.ts';
import { listRedirectUriTasks } from './list-redirect-uri-tasks.ts';

export interface MigrationPlan {
  /** What to set now, under the same names. */
  readonly settings: readonly OldSettingValue[];
  readonly gone: OldValues['gone'];
  /** What somebody must do before the switch, as sentences. */
  readonly tasks: readonly string[];
  /** What is good to know, as sentences. */
  readonly notes: readonly string[];
}

/** @param folder the folder of 1.x: file names in it are relative to the folder above, where 1.x was started */
export function planMigration(old: OldValues, folder: string, disk: Disk): MigrationPlan {
  const isJks = old.values.some(({ name, value }) => name === 'TLSType' && value.toLowerCase() === 'jks');
  const settings = old.values.map((setting) => convert(setting, { isJks, folder, disk }));
  const environment = Object.fromEntries(settings.map(({ name, value }) => [name, value]));
  const publicUrl = environment['OAUTH_HOSTNAME'];
  const keyStore = old.values.find(({ name }) => name === 'TLSFile')?.value ?? 'domi.jks';
  return {
    settings,
    gone: old.gone,
    tasks: [
      ...(publicUrl === undefined
        ? ['OAUTH_HOSTNAME is not set: set the public address of this service']
        : []),
      ...(isJks ? [explainKeyStore(findFile(keyStore, folder, disk))] : []),
      ...old.unusable.map(
        ({ key, origin }) => `${key} in ${origin} is neither text nor a number: it is left out`,
      ),
      ...listFaults(environment, isJks, disk),
      ...(publicUrl === undefined ? [] : listRedirectUriTasks(publicUrl, environment)),
    ],
    notes: [
      ...old.ignored.map(
        (name) =>
          `${name} in the environment was not read by DOMI 1.x, and counts now: remove it if it is not meant`,
      ),
      ...old.unknown.map(
        ({ key, origin }) =>
          `${quote(key)} in ${origin} is not a key of DOMI 1.0: a service that you added is a record of the provider file now (docs/add-a-provider.md)`,
      ),
    ],
  };
}

interface Conversion {
  readonly isJks: boolean;
  readonly folder: string;
  readonly disk: Disk;
}

function convert(setting: OldSettingValue, { isJks, folder, disk }: Conversion): OldSettingValue {
  const { name, value } = setting;
  if (name === 'TLSType') return { ...setting, value: isJks ? 'pfx' : value.toLowerCase() };
  if (name !== 'TLSFile' && name !== 'PEMCert') return setting;
  const path = findFile(value, folder, disk);
  return { ...setting, value: isJks && name === 'TLSFile' ? toPfxName(path) : path };
}

/** 1.x looked for files in its working directory, where its folder was too. */
function findFile(path: string, folder: string, disk: Disk): string {
  if (isAbsolute(path)) return path;
  const candidate = resolve(dirname(resolve(folder)), path);
  try {
    disk.isFolder(candidate);
    return candidate;
  } catch {
    return path;
  }
}

function toPfxName(path: string): string {
  return path.replace(/(\.(jks|keystore))?$/i, '.p12');
}

function explainKeyStore(path: string): string {
  return `convert the Java key store, with the same password: keytool -importkeystore -srckeystore ${path} -destkeystore ${toPfxName(path)} -deststoretype pkcs12`;
}

/** Validates the new settings as a start would. The PFX of a key store that nobody has converted yet cannot be read. */
function listFaults(environment: Readonly<Record<string, string>>, isJks: boolean, disk: Disk): string[] {
  const faults = createFaultList();
  const { TLSFile, TLSType, TLSPassword, PEMCert, ...others } = environment;
  readProcessSettings(isJks ? others : environment, faults, disk);
  return faults.listFaults((where) => String(where)).map(({ where, message }) => `${where}: ${message}`);
}

/** Shows a key only if it looks like one. */
function quote(key: string): string {
  return /^[\w.-]{1,60}$/.test(key) ? key : 'a key';
}
