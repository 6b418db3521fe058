import { SYSTEM_CLOCK } from '../time/clock.ts';
import { createMeetingOperations, type MeetingOperations } from './meeting-operations.ts';
import type { NotesService } from './notes-services.ts';
import type { ProfileStore } from './profile-store.ts';
import { createTokenOperations, type TokenOperations } from './token-operations.ts';
import { createTransport, type SendRequest } from './transport.ts';
import { createWire } from './wire.ts';

export interface NotesClientOptions {
  /** Public address of the web application, used unchanged: a trailing slash results in `//dominoZoom/index.html`. */
  readonly rootUrl: string;
  readonly service: NotesService;
  readonly profile: ProfileStore;
  /** Replaces the base of the meeting service's own API, for a sandbox or a regional host. */
  readonly apiBase?: string | undefined;
  readonly send?: SendRequest;
  readonly now?: () => Date;
  /** One line for each request, without tokens. */
  readonly log?: (line: string) => void;
}

export interface NotesClient extends Omit<TokenOperations, 'refreshProfile'>, MeetingOperations {
  /** Step 1: what "Get OAuth Token" opens in the browser. */
  getTokenUrl(): string;
}

/** Calls the web application and a meeting service as the LotusScript of the Notes client does. */
export function createNotesClient(options: NotesClientOptions): NotesClient {
  const { service, profile, send = createTransport(), now = SYSTEM_CLOCK.now, log = () => {} } = options;
  const wire = createWire(send, log);
  // `getDOMIrootURL`: concatenated, not resolved.
  const root = `${options.rootUrl}/${service.startPath}`;
  const getTokenUrl = `${root}/index.html`;

  const { refreshProfile, ...tokens } = createTokenOperations({
    wire,
    profile,
    now,
    refreshUrl: `${root}Refresh`,
    revokeUrl: `${root}Revoke`,
  });
  const meetings = createMeetingOperations({
    wire,
    profile,
    service,
    refreshProfile,
    getTokenUrl,
    apiBase: options.apiBase ?? service.meetings.base,
  });
  return { getTokenUrl: () => getTokenUrl, ...tokens, ...meetings };
}
