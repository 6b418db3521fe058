import { dump } from 'js-yaml';
import { discoverServer } from '../discovery/discover-server.ts';
import { draftRecord } from '../discovery/draft-record.ts';
import type { FetchDocument } from '../upstream/document-fetcher.ts';

export interface DraftRecordOptions {
  readonly issuer: string;
  /** Id of the record; undefined: one that follows from the host. */
  readonly id: string | undefined;
  readonly json: boolean;
  readonly fetchDocument: FetchDocument;
  readonly write: (text: string) => void;
}

/** EX_UNAVAILABLE of sysexits.h. */
const EXIT_UNAVAILABLE = 69;

/** What no metadata says, and what it means if it is left out. */
const OPEN_QUESTIONS = `# Not in the metadata; docs/add-a-provider.md says how to find out:
#   scopes, requiredScopes    which rights meetings need
#   refreshTokenRotation      single-use is the safe default
#   manageUrl, idleDays, revocationEnds
`;

/**
 * Runs `domi onboard --from-issuer`: prints a record that is drafted from the metadata of a server.
 * @returns 0, or 69 when there is no metadata
 */
export async function runDraftRecord(options: DraftRecordOptions): Promise<number> {
  const { issuer, id, json, fetchDocument, write } = options;
  const discovery = await discoverServer(issuer, fetchDocument);
  const drafted = discovery.kind === 'found' ? draftRecord(discovery.metadata, id) : undefined;
  if (discovery.kind === 'none' || drafted === undefined) {
    const reason = discovery.kind === 'none' ? discovery.reason : `${discovery.url} names no endpoints`;
    write(`no record can be drafted: ${reason}\n`);
    return EXIT_UNAVAILABLE;
  }
  const file = { providers: { [drafted.id]: drafted.record } };
  write(
    json
      ? `${JSON.stringify(file, undefined, 2)}\n`
      : `# Drafted from ${discovery.url}\n${dump(file)}${OPEN_QUESTIONS}`,
  );
  return 0;
}
