import { dump } from 'js-yaml';
import { type DraftedFile, findDraftFaults } from '../config/find-draft-faults.ts';
import { EXIT_CONFIG, type Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { discoverServer } from '../discovery/discover-server.ts';
import { draftRecord } from '../discovery/draft-record.ts';
import type { FetchDocument } from '../upstream/document-fetcher.ts';

export interface DraftRecordOptions {
  readonly environment: Environment;
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
 * @returns 0, 69 when there is no metadata, or 78 when a start would refuse the record
 */
export async function runDraftRecord(options: DraftRecordOptions): Promise<number> {
  const { environment, issuer, id, json, fetchDocument, write } = options;
  const discovery = await discoverServer(issuer, fetchDocument);
  const drafted = discovery.kind === 'found' ? draftRecord(discovery.metadata, id) : undefined;
  if (discovery.kind === 'none' || drafted === undefined) {
    const reason = discovery.kind === 'none' ? discovery.reason : `${discovery.url} names no endpoints`;
    write(`no record can be drafted: ${reason}\n`);
    return EXIT_UNAVAILABLE;
  }
  const file = { providers: { [drafted.id]: drafted.record } };
  const faults = findFaults(environment, file);
  if (faults.length > 0) {
    const lines = faults.map(({ where, message }) => `${where}: ${message}\n`);
    write(`no record can be drafted that a start would accept; --id gives it another id:\n${lines.join('')}`);
    return EXIT_CONFIG;
  }
  write(
    json
      ? `${JSON.stringify(file, undefined, 2)}\n`
      : `# Drafted from ${discovery.url}\n${dump(file)}${OPEN_QUESTIONS}`,
  );
  return 0;
}

/** Asks with the provider files, and without them: if these have tenants, no record is built that none of them uses. */
function findFaults(environment: Environment, content: DraftedFile['content']): Fault[] {
  const draft = { content, name: '--from-issuer' };
  const found = [{ ...environment, DOMI_CONFIG: undefined }, environment].flatMap((one) =>
    findDraftFaults(one, draft),
  );
  return [...new Map(found.map((fault) => [fault.message, fault])).values()];
}
