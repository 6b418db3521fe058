import { ALLOWED_IN_DEVELOPMENT, ALLOWED_LICENCES, isLicenceAllowed } from './licences.ts';

/** The part of package-lock.json that is checked. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  /** What its authors say in place of it. */
  readonly deprecated?: string;
}

export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  /** Of packages with install scripts: whether npm runs them. */
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

/**
 * Checks what comes from others: licences, checksums, deprecation, install scripts, and a reason for each dependency that we name.
 * @param reasons the document that says why each dependency is there
 * @returns faults, sorted; empty when there is none
 */
export function findPackageFaults(lock: LockFile, manifest: Manifest, reasons: string): string[] {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  return [
    ...packages.flatMap(([path, locked]) => findLockedFaults(path, locked)),
    ...findScriptFaults(packages, manifest),
    ...findReasonFaults(manifest, reasons),
  ].sort();
}

function nameOf(path: string): string {
  return path.replace(/^.*node_modules\//, '');
}

function findLockedFaults(path: string, locked: LockedPackage): string[] {
  const { version, license, dev, integrity, deprecated } = locked;
  const name = `${nameOf(path)} ${version ?? ''}`.trim();
  const allowed = dev ? ALLOWED_IN_DEVELOPMENT : ALLOWED_LICENCES;
  const use = dev ? 'development' : 'production';
  return [
    ...(license === undefined ? [`${name}: has no licence in package-lock.json`] : []),
    ...(license !== undefined && !isLicenceAllowed(license, allowed)
      ? [`${name}: licence ${license} is not allowed in ${use} (scripts/packages/licences.ts)`]
      : []),
    ...(deprecated === undefined ? [] : [`${name}: is deprecated: ${deprecated}`]),
    ...(integrity?.startsWith('sha512-') ? [] : [`${name}: has no checksum in package-lock.json`]),
  ];
}

function findScriptFaults(
  packages: readonly (readonly [string, LockedPackage])[],
  { allowScripts }: Manifest,
): string[] {
  const withScript = new Set(
    packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path)),
  );
  return [
    ...[...withScript]
      .filter((name) => allowScripts[name] === undefined)
      .map(
        (name) => `${name}: has an install script that allowScripts of package.json does not decide about`,
      ),
    ...Object.keys(allowScripts)
      .filter((name) => !withScript.has(name))
      .map((name) => `${name}: stands in allowScripts of package.json, but has no install script`),
  ];
}

function findReasonFaults({ dependencies, devDependencies }: Manifest, reasons: string): string[] {
  const named = [...reasons.matchAll(/`([@\w][\w@/.*-]*)`/g)].map(([, name = '']) => name);
  const families = named.filter((name) => name.endsWith('/*')).map((name) => name.slice(0, -1));
  const known = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
  const hasReason = (name: string): boolean =>
    named.includes(name) || families.some((family) => name.startsWith(family));
  return [
    ...[...known].filter((name) => !hasReason(name)).map((name) => `${name}: has no line of reason`),
    ...listRows(reasons)
      .filter((name) => !known.has(name) && !name.endsWith('*'))
      .map((name) => `${name}: has a line of reason, but is no dependency`),
  ];
}

/** Names in the first column of the table. */
function listRows(reasons: string): string[] {
  return [...reasons.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
}
