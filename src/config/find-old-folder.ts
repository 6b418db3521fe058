import { DISK, type Disk } from './files/disk.ts';
import { readDomiconfig } from './files/read-domiconfig.ts';
import { OLD_FOLDER } from './settings/old-settings.ts';

const MAX_KEYS = 20;

/**
 * Finds the folder of DOMI 1.x in the working directory: it is not read any more, and whoever has only replaced the
 * program would lose what stands there, TLS for example.
 * @returns a warning; undefined when there is no such folder, or nothing in it
 */
export function findOldFolder(disk: Disk = DISK): string | undefined {
  try {
    const keys = [...readDomiconfig(OLD_FOLDER, disk).values.keys()].filter((key) => /^\w{1,40}$/.test(key));
    if (keys.length === 0) return undefined;
    const list = keys.slice(0, MAX_KEYS).join(', ');
    return `the folder ${OLD_FOLDER} of DOMI 1.x is not read any more, and it sets ${list}: "domi migrate ${OLD_FOLDER}" prints what to set instead; then remove the folder`;
  } catch {
    return undefined;
  }
}
