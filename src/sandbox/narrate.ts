import { ACME_MEET_PROFILE } from './profiles/acme-meet-profile.ts';
import { SERVICE_PROFILES } from './profiles/service-profiles.ts';
import type { SandboxEvent } from './steps/log-event.ts';

/** The members of a log line of DOMI or of the sandbox that a sentence is made of. */
export interface LogLine {
  readonly kind?: string;
  readonly route?: string;
  readonly status?: number;
  readonly provider?: string;
  readonly grant_type?: string;
  readonly served?: string;
  readonly error?: string;
  readonly service?: string;
  readonly event?: string;
}

/**
 * Says in a sentence what a line of the log is about, with the number of the step in the documentation of the process flow.
 * @returns undefined for lines that are no step of it
 */
export function narrate(line: LogLine): string | undefined {
  if (line.kind === 'sandbox') return narrateEvent(line.event as SandboxEvent, findLabel(line.service));
  if (line.kind !== 'access') return undefined;
  const { status = 0, provider, error } = line;
  const label = findLabel(provider);
  const failure = `status ${status}${error === undefined ? '' : `, ${error}`}`;
  switch (line.route) {
    case 'landing':
      return '[1]      A browser opens the page with all services.';
    case 'start':
      return status === 302
        ? `[1]      A sign-in begins: DOMI sends the browser to ${label}, with state and PKCE, and seals both into a cookie.`
        : `[1]      A sign-in cannot begin: ${failure}.`;
    case 'callback':
      return status === 303
        ? `[1]      ${label} sends the browser back with a code. State and cookie belong together: on to the token page.`
        : `[1]      The way back from ${label} ends here: ${failure}.`;
    case 'token-page':
      return narrateTokenPage(line, label, failure);
    case 'refresh':
      return narrateRefresh(line, label, failure);
    case 'revoke':
      return status === 200
        ? `[revoke] Notes gives the access back: DOMI ends it at ${label}.`
        : `[revoke] Notes cannot give the access to ${label} back: ${failure}.`;
    default:
      return undefined;
  }
}

function narrateTokenPage({ status, grant_type }: LogLine, label: string, failure: string): string {
  if (status !== 200) return `[2]      No token from ${label}: ${failure}.`;
  return grant_type === undefined
    ? '[2]      The token page is opened, but no code waits for it: nothing is shown.'
    : `[2]      DOMI exchanges the code for tokens at ${label}, and shows the refresh token, once.`;
}

/** Step 3 is the first refresh after pasting, 4b each later one: the broker cannot tell them apart. */
function narrateRefresh({ status, served }: LogLine, label: string, failure: string): string {
  if (status !== 200)
    return `[4c]     A refresh fails: ${failure}. Notes asks its user for a new token, or tries later.`;
  switch (served) {
    case 'replayed':
      return `[3, 4b]  Notes presents a spent token again: the same answer again, without a call to ${label}.`;
    case 'coalesced':
      return `[3, 4b]  Notes presents a token twice at one moment: both get the answer of one call to ${label}.`;
    default:
      return `[3, 4b]  Notes presents a refresh token: DOMI gets new tokens from ${label} and passes them on.`;
  }
}

function narrateEvent(event: SandboxEvent, label: string): string {
  const sentences: Readonly<Record<SandboxEvent, string>> = {
    'page-answered': `[1]      A person answers a page of ${label}: name, or Allow, or Cancel.`,
    'meeting-created': `[4a]     Notes creates a meeting, straight at ${label}: DOMI takes no part.`,
    'meeting-changed': `[4a]     Notes changes a meeting, straight at ${label}.`,
    'meeting-deleted': `[4a]     Notes deletes a meeting, straight at ${label}.`,
    'meeting-opened': `         A browser opens the link to a meeting of ${label}.`,
    'access-token-refused': `[4b]     ${label} refuses an access token: now Notes refreshes it.`,
  };
  return sentences[event];
}

function findLabel(id: string | undefined): string {
  return (
    [...SERVICE_PROFILES, ACME_MEET_PROFILE].find((profile) => profile.id === id)?.label ?? 'the service'
  );
}
