import type { Disk } from '../config/files/disk.ts';
import { readErrorCode } from '../config/files/disk.ts';
import { type OldConfiguration, readDomiconfig } from '../config/files/read-domiconfig.ts';
import { EXIT_CONFIG } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { OLD_FOLDER } from '../config/settings/old-settings.ts';
import { collectOldValues } from './collect-old-values.ts';
import { type MigrationPlan, planMigration } from './plan-migration.ts';
import { renderEnvFile } from './render-env-file.ts';
import { renderHelmValues } from './render-helm-values.ts';
import { saveSecrets } from './save-secrets.ts';
import type { SecretOutput } from './secret-output.ts';

export interface MigrateOptions {
  readonly environment: Environment;
  readonly disk: Disk;
  /** The folder of 1.x, or one of its files. Undefined: `domiconfig.d` here, if there is one. */
  readonly path: string | undefined;
  readonly format: 'env' | 'helm';
  readonly showsSecrets: boolean;
  /** A folder that secrets are written to. */
  readonly secretsFolder: string | undefined;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

const RENDERERS = { env: renderEnvFile, helm: renderHelmValues } as const;

/**
 * Runs `domi migrate`: prints what an installation of DOMI 1.x says as settings of this service.
 * @returns 0 when nothing is left to do, 1 when something is, 78 when the folder cannot be read
 */
export function runMigrate(options: MigrateOptions): number {
  const { environment, disk, path, format, write, writeError } = options;
  const folder = path ?? OLD_FOLDER;
  const old = readOld(folder, path !== undefined, disk);
  if (old.faults.length > 0) {
    writeError(old.faults.map((fault) => `${fault}\n`).join(''));
    return EXIT_CONFIG;
  }
  const plan = planMigration(collectOldValues(old, environment), folder, disk);
  const secrets = prepareSecrets(plan, options);
  if (typeof secrets === 'string') {
    writeError(`${secrets}\n`);
    return EXIT_CONFIG;
  }
  write(RENDERERS[format](plan, secrets));
  return plan.tasks.length === 0 ? 0 : 1;
}

/** An installation may have the environment alone, and no folder. */
function readOld(folder: string, isNamed: boolean, disk: Disk): OldConfiguration {
  try {
    return readDomiconfig(folder, disk);
  } catch (error) {
    const code = readErrorCode(error);
    const hint = code === 'ENOENT' ? ': if DOMI 1.x was configured by variables alone, name no folder' : '';
    const faults = isNamed ? [`${folder}: cannot be read (${code})${hint}`] : [];
    return { values: new Map(), faults };
  }
}

/** @returns a fault as a text when a file cannot be written */
function prepareSecrets(
  { settings }: MigrationPlan,
  { showsSecrets, secretsFolder }: MigrateOptions,
): SecretOutput | string {
  if (secretsFolder === undefined) return { kind: showsSecrets ? 'value' : 'place' };
  try {
    return { kind: 'file', paths: saveSecrets(settings, secretsFolder) };
  } catch (error) {
    const code = readErrorCode(error);
    const hint = code === 'EEXIST' ? ': it has files of these names already, which are not overwritten' : '';
    return `${secretsFolder}: secrets cannot be written (${code})${hint}`;
  }
}
