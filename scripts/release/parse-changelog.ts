/** The headings of Keep a Changelog, in lower case: the kinds of change that Artifact Hub knows too. */
export const CHANGE_KINDS = ['added', 'changed', 'deprecated', 'removed', 'fixed', 'security'] as const;

export interface Change {
  readonly kind: (typeof CHANGE_KINDS)[number];
  /** One line of Markdown. */
  readonly text: string;
}

export interface ReleaseSection {
  /** As in the heading, without brackets: `2.0.0`, or `Unreleased`. */
  readonly version: string;
  /** `YYYY-MM-DD`; none for what is not released. */
  readonly date?: string;
  /** Markdown below the heading. */
  readonly body: string;
  readonly changes: readonly Change[];
}

/**
 * Parses a changelog of the form that keepachangelog.com describes, newest section first.
 * @throws Error for a heading that is none of its kinds
 */
export function parseChangelog(text: string): ReleaseSection[] {
  const withoutLinks = text.replace(/^\[[^\]]+\]: \S+$/gm, '');
  return withoutLinks
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      const [, version = '', date] = /^\[([^\]]+)\](?: - (\d{4}-\d\d-\d\d))?$/.exec(heading) ?? [];
      if (version === '') throw new Error(`CHANGELOG.md: "## ${heading}" is not "## [version] - YYYY-MM-DD"`);
      const body = lines.join('\n').trim();
      return { version, ...(date !== undefined && { date }), body, changes: parseChanges(body) };
    });
}

function parseChanges(body: string): Change[] {
  return body
    .split(/^### /m)
    .slice(1)
    .flatMap((group) => {
      const [heading = '', ...lines] = group.split('\n');
      const kind = CHANGE_KINDS.find((known) => known === heading.toLowerCase());
      if (kind === undefined) throw new Error(`CHANGELOG.md: "### ${heading}" is not a kind of change`);
      return lines
        .join('\n')
        .split(/^- /m)
        .slice(1)
        .map((item) => ({ kind, text: item.replace(/\s+/g, ' ').trim() }));
    });
}
