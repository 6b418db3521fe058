import { readBody, readString } from './notes-body.ts';
import type { Meeting, MeetingCall, NotesService } from './notes-services.ts';
import type { Result } from './outcome.ts';
import { toFailure } from './to-failure.ts';
import type { HttpResponse } from './transport.ts';

/** `NotesHttpStatusCodes_ClientAuth`: what Notes takes for a dead access token, a proxy's 407 included. */
const AUTH_FAILURES: ReadonlySet<number> = new Set([401, 403, 405, 407, 412, 417, 424, 428, 451]);

export function isAuthFailure(answer: HttpResponse): boolean {
  return AUTH_FAILURES.has(answer.status);
}

export function buildMeetingUrl(base: string, call: MeetingCall, id: string): string {
  return base + call.path(encodeURIComponent(id));
}

/**
 * @param id of a meeting that exists already, which the answer to an update or a deletion need not repeat; without
 *   it the answer has to name a new meeting
 */
export function parseMeeting(
  service: NotesService,
  answer: HttpResponse,
  sentToken: string,
  id?: string,
): Result<Meeting> {
  const body = readBody(answer.body);
  const isSuccess = answer.status >= 200 && answer.status < 300;
  if (!isSuccess || (body.kind === 'object' && readString(body.object, 'error') !== undefined)) {
    return { ok: false, failure: toFailure('refused', answer, body, sentToken) };
  }
  if (body.kind === 'html' || body.kind === 'not-json') {
    return { ok: false, failure: toFailure(body.kind, answer, body, sentToken) };
  }
  const read = body.kind === 'object' ? service.meetings.read(body.object) : {};
  if (id !== undefined) return { ok: true, value: { id, ...read } };
  if (read.id === undefined || read.joinUrl === undefined) {
    return { ok: false, failure: toFailure('no-meeting', answer, body, sentToken) };
  }
  return { ok: true, value: { id: read.id, joinUrl: read.joinUrl } };
}
