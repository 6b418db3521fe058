import type { OptionCase } from './looks.ts';

type Section = Record<string, unknown>;

/** More in a group would meet more often in a contradiction. */
const MOST = 12;

/**
 * Groups of options that share no key, so that one run of helm shows the effects of all of them, and none can be that of another
 * one's value.
 */
export function groupBySeparatePaths<T extends Pick<OptionCase, 'values'>>(options: readonly T[]): T[][] {
  const groups: { readonly members: T[]; readonly paths: Set<string> }[] = [];
  for (const option of options) {
    const paths = listLeafPaths(option.values);
    const group = groups.find(
      ({ members, paths: taken }) => members.length < MOST && !paths.some((path) => meets(path, taken)),
    );
    if (group === undefined) groups.push({ members: [option], paths: new Set(paths) });
    else {
      group.members.push(option);
      for (const path of paths) group.paths.add(path);
    }
  }
  return groups.map(({ members }) => members);
}

export function mergeValues(options: readonly Pick<OptionCase, 'values'>[]): object {
  const merged: Section = {};
  for (const { values } of options) merge(merged, values as Section);
  return merged;
}

function merge(target: Section, values: Section): void {
  for (const [name, value] of Object.entries(values)) {
    if (isSection(value) && isSection(target[name])) merge(target[name], value);
    else target[name] = structuredClone(value);
  }
}

function listLeafPaths(values: object, place = ''): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    isSection(value) && Object.keys(value).length > 0
      ? listLeafPaths(value, `${place}${name}/`)
      : [`${place}${name}`],
  );
}

/** The same key, or one inside the other. */
function meets(path: string, taken: ReadonlySet<string>): boolean {
  return [...taken].some(
    (other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
  );
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
