import type { Disk } from '../../src/config/disk.ts';
import { ConfigError } from '../../src/config/faults.ts';
import { type ConfigPlan, judgeConfig } from '../../src/config/load-config.ts';
import { TEST_SEAL_KEYS } from './create-test-service.ts';

/** Files by path; a folder is what its files begin with. */
export function createMemoryDisk(files: Readonly<Record<string, string | Buffer>>): Disk {
  const read = (path: string): Buffer => {
    const content = files[path];
    if (content === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return Buffer.from(content);
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
    size: (path) => read(path).length,
    read,
  };
}

export interface JudgeTestOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Besides the provider file `p.yaml`. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly now?: Date;
}

const ENVIRONMENT = {
  OAUTH_HOSTNAME: 'https://domi.example.com',
  DOMI_SEAL_KEYS: TEST_SEAL_KEYS,
  ZOOM_CLIENT_ID: 'zoom-id',
  ZOOM_CLIENT_SECRET: 'zoom-secret',
  TEAMS_CLIENT_ID: 'teams-id',
  TEAMS_CLIENT_SECRET: 'teams-secret',
  WEBEX_CLIENT_ID: 'webex-id',
  WEBEX_CLIENT_SECRET: 'webex-secret',
  GTM_CLIENT_ID: 'gtm-id',
  GTM_CLIENT_SECRET: 'gtm-secret',
};

/** @throws ConfigError */
export function judgeText(text: string | Buffer, options: JudgeTestOptions = {}): ConfigPlan {
  return judgeConfig(
    { ...ENVIRONMENT, DOMI_CONFIG: 'p.yaml', ...options.environment },
    {
      disk: createMemoryDisk({ 'p.yaml': text, ...options.files }),
      now: options.now ?? new Date('2026-11-24T12:00:00Z'),
    },
  );
}

/** @returns `file:line:column: message` of each fault, in the order of the report */
export function listFaults(text: string | Buffer, options: JudgeTestOptions = {}): string[] {
  try {
    judgeText(text, options);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ where, message }) => `${where}: ${message}`);
  }
}

/** All that is told: faults, or the warnings of a sound file. */
export function listReport(text: string | Buffer, options: JudgeTestOptions = {}): string[] {
  const faults = listFaults(text, options);
  return faults.length > 0 ? faults : [...judgeText(text, options).warnings];
}

export type FaultRow = readonly [what: string, text: string | Buffer, faults: readonly string[]];
