import { parseBody, readString } from './notes-body.ts';
import type { Meeting, MeetingCall, NotesService } from './notes-services.ts';
import type { Result } from './outcome.ts';
import { toFailure } from './to-failure.ts';
import type { HttpResponse } from './transport.ts';

/** `NotesHttpStatusCodes_ClientAuth`: the statuses that Notes takes for a dead access token, even a proxy's 407. */
const AUTH_FAILURES: ReadonlySet<number> = new Set([401, 403, 405, 407, 412, 417, 424, 428, 451]);

export function isAuthFailure(response: HttpResponse): boolean {
  return AUTH_FAILURES.has(response.status);
}

export function buildMeetingUrl(base: string, call: MeetingCall, id: string): string {
  return base + call.path(encodeURIComponent(id));
}

/**
 * @param id of an existing meeting: the response to an update or a deletion may omit it. Without it the response must name
 *   a new meeting.
 */
export function parseMeeting(
  service: NotesService,
  response: HttpResponse,
  sentToken: string,
  id?: string,
): Result<Meeting> {
  const body = parseBody(response.body);
  const isSuccess = response.status >= 200 && response.status < 300;
  if (!isSuccess || (body.kind === 'object' && readString(body.object, 'error') !== undefined)) {
    return { ok: false, failure: toFailure('refused', response, body, sentToken) };
  }
  if (body.kind === 'html' || body.kind === 'not-json') {
    return { ok: false, failure: toFailure(body.kind, response, body, sentToken) };
  }
  const read = body.kind === 'object' ? service.meetings.read(body.object) : {};
  if (id !== undefined) return { ok: true, value: { id, ...read } };
  if (read.id === undefined || read.joinUrl === undefined) {
    return { ok: false, failure: toFailure('no-meeting', response, body, sentToken) };
  }
  return { ok: true, value: { id: read.id, joinUrl: read.joinUrl } };
}
