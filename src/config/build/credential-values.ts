import type { Disk } from '../files/disk.ts';
import { createFaultList } from '../report/fault-list.ts';
import type { Environment } from '../settings/environment.ts';
import { explainReadError, MAX_SECRET, parseSecret, showPath } from '../settings/read-secret-file.ts';
import { readVariable } from '../settings/read-variable.ts';
import { type CredentialSource, describeSource, type SourceValue, toSourceKey } from './credential-source.ts';
import { createSecretBundles } from './secret-bundles.ts';

export interface CredentialValues {
  read(source: CredentialSource): SourceValue;
}

/** Variables of the process itself, which may hold secrets of everybody: keys, passwords of proxies, paths. */
const RESERVED = /^(DOMI_|OTEL_|TLS)|_(FILE|PROXY)$/i;

/** Reads each variable and file once, however many tenants use it. */
export function createCredentialValues(environment: Environment, disk: Disk): CredentialValues {
  const values = new Map<string, SourceValue>();
  const bundles = createSecretBundles(disk);

  function readAnew(source: CredentialSource): SourceValue {
    if ('env' in source) return readOfEnvironment(environment, source.env, disk, describeSource(source));
    if (!('file' in source)) return { value: source.value };
    const { file, pointer } = source;
    return pointer === undefined ? readFile(file, disk) : bundles.find(file, pointer, describeSource(source));
  }

  return {
    read(source) {
      if ('value' in source) return { value: source.value };
      const key = toSourceKey(source);
      const known = values.get(key) ?? readAnew(source);
      values.set(key, known);
      return known;
    },
  };
}

/** @returns a fault for a variable that no record may name */
export function explainReserved(name: string, shown: string): string | undefined {
  return RESERVED.test(name) ? `env must not name ${shown}, a variable of the process itself` : undefined;
}

function readOfEnvironment(environment: Environment, name: string, disk: Disk, shown: string): SourceValue {
  const reserved = explainReserved(name, shown);
  if (reserved !== undefined) return { fault: reserved };
  const faults = createFaultList();
  const value = readVariable(environment, name, faults, disk);
  const [fault] = faults.listFaults(String);
  if (fault === undefined) return { value };
  if (shown === name) return { fault: fault.message, faultyVariable: fault.where };
  return { fault: `${shown}, or its _FILE, cannot be used` };
}

function readFile(path: string, disk: Disk): SourceValue {
  try {
    const { content, location } = disk.readOrdinary(path, MAX_SECRET);
    const text = parseSecret(content);
    return typeof text === 'string'
      ? { value: text, location }
      : { fault: `${showPath(path)} ${text.fault}`, location };
  } catch (error) {
    return { fault: explainReadError(path, error) };
  }
}
