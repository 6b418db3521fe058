import { maskToken } from './mask-tokens.ts';
import { readString } from './notes-body.ts';
import type { NotesService } from './notes-services.ts';
import type { Failure, MeetingResult, NotesStep, TokenResult } from './outcome.ts';
import type { Profile } from './profile-store.ts';

/** The only message that a user of Notes sees after a failed refresh; the cause is in the log. */
const NOTES_MESSAGE = 'Your OAuth token appears to be invalid';

/** The same after a revocation that was refused: Notes keeps the token. */
const NOT_REVOKED_MESSAGE = 'Your OAuth token could not be revoked';

const ADVICE: Readonly<Record<string, string>> = {
  reauthorize: 'What to do: get a new token (domi notes get-token, with the same options).',
  retry: 'What to do: try again later; the token may still be good.',
  contact_admin: 'What to do: contact the administrator of the web application.',
};

/** Step 1: what to do with the address that Notes opens in the browser. */
export function renderFirstStep({ label }: Pick<NotesService, 'label'>, getTokenUrl: string): string {
  return joinLines([`[1]   Open this address and sign in to ${label}:`, `      ${getTokenUrl}`]);
}

export function renderTokenResult(result: TokenResult): string {
  const steps = renderSteps(result.steps);
  if (result.outcome === 'done') return joinLines(steps);
  const isRevocation = result.steps.some(({ step, ok }) => step === 'revoke' && ok);
  const message = isRevocation ? NOT_REVOKED_MESSAGE : NOTES_MESSAGE;
  return joinLines(steps, renderTokenFailure(result.failure, message));
}

export function renderMeetingResult(result: MeetingResult): string {
  const steps = renderSteps(result.steps);
  if (result.outcome === 'failed')
    return joinLines(steps, renderLog(result.failure), renderAdvice(result.failure));
  if (result.outcome === 'token-dead') {
    return joinLines(steps, renderTokenFailure(result.failure, NOTES_MESSAGE), [
      `      ${result.getTokenUrl}`,
    ]);
  }
  const { id, joinUrl } = result.meeting;
  return joinLines(steps, [
    `      meeting ${toPrintable(id)}`,
    ...(joinUrl === undefined ? [] : [`      join at ${toPrintable(joinUrl)}`]),
  ]);
}

export function renderProfile(profile: Profile): string {
  const show = (token: string | undefined) => (token === undefined ? 'none' : maskToken(token));
  return joinLines([
    `refresh token: ${show(profile.refreshToken)}`,
    `access token:  ${show(profile.accessToken)}`,
    `saved at:      ${profile.savedAt ?? 'never'}`,
  ]);
}

function renderSteps(steps: readonly NotesStep[]): string[] {
  return steps.map(({ step, ok, text }) => `${`[${step}]`.padEnd(5)} ${ok ? 'ok' : 'failed'}: ${text}`);
}

function renderTokenFailure(failure: Failure, message: string): string[] {
  return [message, ...renderLog(failure), ...renderAdvice(failure)];
}

function renderAdvice({ action, reason, cure, answer = {} }: Failure): string[] {
  if (cure !== undefined) return [`What to do: ${cure}`];
  const manageUrl = readString(answer, 'manage_url');
  if (manageUrl !== undefined) return [`What to do: remove the app by hand at ${toPrintable(manageUrl)}`];
  const advice = ADVICE[action ?? (reason === 'no-token' ? 'reauthorize' : '')];
  return advice === undefined ? [] : [advice];
}

function renderLog(failure: Failure): string[] {
  const status = failure.status === undefined ? '' : `HTTP status ${failure.status}. `;
  return [
    `      log: ${status}${failure.detail}`,
    ...(failure.answer ? [`      log: ${toPrintable(JSON.stringify(failure.answer))}`] : []),
    ...(failure.excerpt ? [`      log: ${toPrintable(JSON.stringify(failure.excerpt))}`] : []),
  ];
}

/** Removes control characters: text from outside must not control the terminal. */
function toPrintable(text: string): string {
  return text.replace(/\p{Cc}/gu, '');
}

function joinLines(...parts: readonly string[][]): string {
  return `${parts.flat().join('\n')}\n`;
}
