import { maskAnswer, maskText } from './mask-tokens.ts';
import { type NotesBody, readString } from './notes-body.ts';
import type { Failure, FailureReason } from './outcome.ts';
import type { HttpResponse } from './transport.ts';

const EXCERPT_LENGTH = 120;
const FLAT_MEMBERS = ['error', 'error_description', 'action', 'request_id'] as const;

const DETAIL: Readonly<Record<Exclude<FailureReason, 'no-token' | 'no-answer'>, string>> = {
  empty: 'The answer is empty.',
  html: 'The answer is an HTML page: it came from something in front of the service, for example a proxy.',
  'not-json': 'The answer is not a JSON object.',
  'no-tokens': 'The answer lacks an access token or a refresh token.',
  refused: 'The request was refused.',
  'no-meeting': 'The answer lacks the id of the meeting or the link to join it.',
};

/** Keeps the details of a failure. Masks tokens here, so that no later code can print them. */
export function toFailure(
  reason: keyof typeof DETAIL,
  response: HttpResponse,
  body: NotesBody,
  sentToken: string,
): Failure {
  const failure = { reason, detail: DETAIL[reason], status: response.status };
  if (body.kind !== 'object') {
    return { ...failure, excerpt: maskText(response.body, sentToken).slice(0, EXCERPT_LENGTH) };
  }
  const masked = maskAnswer(body.object, sentToken);
  const members = FLAT_MEMBERS.map((name) => [name, readString(masked, name)] as const);
  const flat = Object.fromEntries(members.filter(([, value]) => value !== undefined));
  return { ...failure, ...flat, answer: masked };
}
