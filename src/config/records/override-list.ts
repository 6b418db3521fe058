import type { FaultList } from '../report/fault-list.ts';
import type { SourceFile } from '../report/place.ts';

export type Section = 'providers' | 'tenants' | 'defaults';

/** A record, tenant or default of one file that a later file has changed. */
export interface Override {
  readonly section: Section;
  readonly id: string;
  readonly file: SourceFile;
  readonly before: SourceFile;
}

export interface OverrideList {
  add(override: Override): void;
  /** Warns once for each pair of files and each section, however many records they share. */
  report(faults: FaultList): void;
}

/** Ids that one warning names. */
const NAMED = 5;

const NOUNS: Readonly<Record<Section, string>> = {
  providers: 'the record of',
  tenants: 'the tenant',
  defaults: 'the default',
};

export function createOverrideList(): OverrideList {
  const groups = new Map<string, Override[]>();
  return {
    add(override) {
      const key = [override.section, override.file.name, override.before.name].join('\0');
      const group = groups.get(key);
      if (group) group.push(override);
      else groups.set(key, [override]);
    },
    report(faults) {
      for (const group of groups.values()) {
        const [first] = group;
        if (first === undefined) continue;
        const { section, file, before } = first;
        const ids = group.slice(0, NAMED).map(({ id }) => id);
        const more = group.length > NAMED ? ` and ${group.length - NAMED} more` : '';
        const message = `overrides ${NOUNS[section]} ${ids.join(', ')}${more} of ${before.name}`;
        faults.warn({ paths: [[section, first.id]], part: 'name', file }, message);
      }
    },
  };
}
