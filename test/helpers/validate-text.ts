import type { ConfigPlan } from '../../src/config/config.ts';
import { type Disk, TOO_LARGE } from '../../src/config/files/disk.ts';
import { validateConfig } from '../../src/config/load-config.ts';
import { ConfigError } from '../../src/config/report/config-error.ts';
import type { TenantFaultRule } from '../../src/config/settings/read-tenant-rules.ts';
import { TEST_ENVIRONMENT } from './create-test-service.ts';

/** Files by path; a folder is what its files begin with. Links lead from one file to another. */
export function createMemoryDisk(
  files: Readonly<Record<string, string | Buffer>>,
  links: Readonly<Record<string, string>> = {},
): Disk {
  const follow = (path: string): string => links[path] ?? path;
  const read = (path: string): Buffer => {
    const content = files[follow(path)];
    if (content === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return Buffer.from(content);
  };
  const readUpTo = (path: string, limit = Number.POSITIVE_INFINITY): Buffer => {
    const content = read(path);
    if (content.length > limit) throw Object.assign(new Error(path), { code: TOO_LARGE });
    return content;
  };
  const list = (path: string): string[] =>
    Object.keys(files)
      .filter((name) => name.startsWith(`${path}/`))
      .map((name) => name.slice(path.length + 1));
  return {
    isFolder(path) {
      if (list(path).length === 0) read(path);
      return list(path).length > 0;
    },
    list,
    locate(path) {
      if (list(path).length === 0) read(path);
      return follow(path);
    },
    read: readUpTo,
    readPipe: readUpTo,
    readOrdinary: (path, limit) => ({ content: readUpTo(path, limit), location: follow(path) }),
    checkAppend: () => undefined,
  };
}

export interface ValidationTestOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Besides the provider file `p.yaml`. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly now?: Date;
  readonly tenantFaults?: TenantFaultRule;
}

/** @throws ConfigError */
export function validateText(text: string | Buffer, options: ValidationTestOptions = {}): ConfigPlan {
  return validateConfig(
    { ...TEST_ENVIRONMENT, DOMI_CONFIG: 'p.yaml', ...options.environment },
    {
      disk: createMemoryDisk({ 'p.yaml': text, ...options.files }, options.links),
      now: options.now ?? new Date('2026-11-24T12:00:00Z'),
      ...(options.tenantFaults && { tenantFaults: options.tenantFaults }),
    },
  );
}

/** @returns `file:line:column: message` of each fault, those of tenants too, in the order of the report */
export function listFaults(text: string | Buffer, options: ValidationTestOptions = {}): string[] {
  try {
    validateText(text, { tenantFaults: 'refuse', ...options });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ where, message }) => `${where}: ${message}`);
  }
}

/** All that is reported: faults, or the warnings of a sound file. */
export function listReport(text: string | Buffer, options: ValidationTestOptions = {}): string[] {
  const faults = listFaults(text, options);
  return faults.length > 0 ? faults : [...validateText(text, options).warnings];
}

export type FaultRow = readonly [what: string, text: string | Buffer, faults: readonly string[]];
