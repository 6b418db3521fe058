/** Where a release is published. */
export interface Publication {
  /** Name of the image, without a tag. */
  readonly image: string;
  /** OCI folder of the chart, without `oci://` and without the chart's own name. */
  readonly charts: string;
  /** Address of the repository on the web. */
  readonly home: string;
}

export interface ProjectManifest {
  readonly version: string;
  readonly repository: { readonly url: string };
}

/** Beside the repository, in GitHub's registry, which takes names in lower case only. */
export function toPublication({ repository }: ProjectManifest): Publication {
  const [, path] = /^git\+https:\/\/github\.com\/([^/]+\/[^/]+)\.git$/.exec(repository.url) ?? [];
  if (path === undefined)
    throw new Error('package.json: repository.url is not git+https://github.com/…/….git');
  const registry = `ghcr.io/${path.toLowerCase()}`;
  return { image: `${registry}/domi`, charts: `${registry}/charts`, home: `https://github.com/${path}` };
}

/** A version such as `2.1.0-rc.1` is for trying out: nobody gets it who does not name it (semver.org, section 9). */
export function isPrerelease(version: string): boolean {
  return version.includes('-');
}

/** The exact version, and for a finished one also the names that move along: `2.0`, `2`, `latest`. */
export function listImageTags(image: string, version: string): string[] {
  const [major = '', minor = ''] = version.split('.');
  const moving = isPrerelease(version) ? [] : [`${major}.${minor}`, major, 'latest'];
  return [version, ...moving].map((tag) => `${image}:${tag}`);
}
