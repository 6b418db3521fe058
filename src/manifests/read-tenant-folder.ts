import { isUtf8 } from 'node:buffer';
import { basename, extname } from 'node:path';
import { type Disk, readErrorCode, TOO_LARGE } from '../config/files/disk.ts';
import { isSourceFileName } from '../config/files/read-source-files.ts';
import type { Fault } from '../config/report/config-error.ts';
import type { SourceFile } from '../config/report/place.ts';
import { TENANT_ID } from '../config/schema/provider-file.schema.ts';
import { listTenantFiles } from './list-tenant-files.ts';

export interface TenantFolder {
  /** By tenant id: the file that has its record. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly faults: readonly Fault[];
}

/** Bytes. A record has some hundred. */
const MAX_FILE = 128 * 1024;

const TENANT_ID_PATTERN = new RegExp(TENANT_ID);

/** Reads one file for each tenant, named after it, from a folder and its subfolders. */
export function readTenantFolder(folder: string, disk: Disk): TenantFolder {
  const files = new Map<string, SourceFile>();
  const list = listTenantFiles(folder, disk);
  const faults: Fault[] = [...list.faults];
  const repeated = new Set<string>();
  for (const path of list.paths) {
    const id = basename(path, extname(path));
    const where = `${path}:1:1`;
    const known = files.get(id);
    if (!TENANT_ID_PATTERN.test(id)) {
      const message = `the name of the file must be the id of a tenant, a DNS label in lower case: ${id}`;
      faults.push({ where, message, code: 'tenant_id_invalid', tenantId: id });
    } else if (!isSourceFileName(basename(path))) {
      const message = 'the name of the file must end in .yaml, .yml or .json, in lower case';
      faults.push({ where, message, code: 'tenant_id_invalid', tenantId: id });
    } else if (known || repeated.has(id)) {
      const other = known ? `: ${known.name} is too` : '';
      faults.push({
        where,
        message: `is of the tenant ${id}${other}: keep one of the two`,
        code: 'tenant_repeated',
        tenantId: id,
      });
      repeated.add(id);
    } else {
      const text = readText(path, disk);
      if (typeof text === 'string') files.set(id, { name: path, text, at: ['tenants', id] });
      else faults.push({ where, message: text.fault, code: 'file_unreadable', tenantId: id });
    }
  }
  // Nobody knows which of the two is meant.
  for (const id of repeated) files.delete(id);
  return { files, faults };
}

function readText(path: string, disk: Disk): string | { readonly fault: string } {
  try {
    const bytes = disk.read(path, MAX_FILE);
    if (!isUtf8(bytes)) return { fault: 'the file is not UTF-8: save it with that encoding' };
    return new TextDecoder('utf-8').decode(bytes);
  } catch (error) {
    const code = readErrorCode(error);
    return {
      fault: code === TOO_LARGE ? `is larger than ${MAX_FILE / 1024} KiB` : `cannot be read (${code})`,
    };
  }
}
