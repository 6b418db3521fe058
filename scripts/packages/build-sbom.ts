import type { Package } from '../image/read-archive.ts';

/** The part of a CycloneDX document that is written here. */
export interface Sbom {
  readonly bomFormat: string;
  readonly metadata: { readonly component: SbomComponent };
  readonly components: readonly SbomComponent[];
}

export interface SbomComponent {
  readonly 'bom-ref'?: string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
}

/** What the image holds besides npm packages. */
export interface ImageContents {
  readonly nodeVersion: string;
  readonly debianPackages: readonly Package[];
}

/**
 * Completes the list that npm writes of the packages in production: with Node, and with the Debian packages whose files are
 * in the image.
 */
export function buildSbom(ofNpm: Sbom, { nodeVersion, debianPackages }: ImageContents): Sbom {
  const node: SbomComponent = {
    'bom-ref': `pkg:generic/node@${nodeVersion}`,
    type: 'application',
    name: 'node',
    version: nodeVersion,
    purl: `pkg:generic/node@${nodeVersion}`,
  };
  const debian = debianPackages.map(({ name, version }): SbomComponent => {
    const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}`;
    return { 'bom-ref': purl, type: 'library', name, version, purl };
  });
  return { ...ofNpm, components: [...ofNpm.components, node, ...debian] };
}
