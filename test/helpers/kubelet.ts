import { mkdir, readdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A volume of a ConfigMap or Secret, written as the kubelet writes it. */
export interface Volume {
  readonly path: string;
  /** Replaces all files in one step: the link `..data` leads to another folder from one moment to the next. */
  publish(files: Readonly<Record<string, string | Buffer>>): Promise<void>;
  /** Takes the folder away to which `..data` leads, as a fault of the machine would. */
  dangle(): Promise<void>;
}

let serial = 0;

export async function createVolume(path: string): Promise<Volume> {
  await mkdir(path, { recursive: true });
  return {
    path,
    async publish(files) {
      serial += 1;
      const folder = `..2026_11_24_10_00_00.${serial}`;
      await mkdir(join(path, folder));
      for (const [name, content] of Object.entries(files)) await writeFile(join(path, folder, name), content);
      const before = await readlink(join(path, '..data')).catch(() => undefined);
      await symlink(folder, join(path, '..data_tmp'));
      await rename(join(path, '..data_tmp'), join(path, '..data'));
      for (const name of Object.keys(files)) {
        await symlink(join('..data', name), join(path, name)).catch(() => undefined);
      }
      const stale = (await readdir(path)).filter((name) => !name.startsWith('..') && !(name in files));
      for (const name of stale) await rm(join(path, name));
      if (before) await rm(join(path, before), { recursive: true });
    },
    async dangle() {
      await rm(join(path, await readlink(join(path, '..data'))), { recursive: true });
    },
  };
}
