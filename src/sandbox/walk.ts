import type { Page } from 'playwright-core';
import { maskToken } from '../notes/mask-tokens.ts';
import { createNotesClient } from '../notes/notes-client.ts';
import type { MeetingResult } from '../notes/outcome.ts';
import { createMemoryProfileStore } from '../notes/profile-store.ts';
import { renderMeetingResult, renderTokenResult } from '../notes/result-text.ts';
import { findNotesService } from './find-notes-service.ts';
import { createPerson } from './person.ts';
import type { ServiceId } from './sandbox.ts';
import type { Stack } from './stack.ts';

/** Numbers of the steps in the documentation of the process flow, in the order of a walk; revoking has no number there. */
export const STEP_NUMBERS = [
  '1',
  '2',
  '3',
  '4a',
  '4b',
  '4c',
  '4c.1',
  '4c.2',
  '4c.3',
  '4c.4',
  '4c.5',
  'revoke',
] as const;

/** A step that has happened. */
export interface WalkedStep {
  readonly number: (typeof STEP_NUMBERS)[number];
  readonly text: string;
}

export interface WalkOptions {
  /** A page in a browser context that may read the clipboard. */
  readonly page: Page;
  readonly stack: Stack;
  readonly serviceId: ServiceId;
  readonly now: () => Date;
}

const HOUR_MS = 3_600_000;

/**
 * The whole process flow for one service: a person in a real browser, and that person's Notes client. Yields each step
 * after it has happened.
 * @throws Error when a step does not happen as documented
 */
export async function* walk({ page, stack, serviceId, now }: WalkOptions): AsyncGenerator<WalkedStep> {
  const { sandbox } = stack;
  const service = findNotesService(serviceId);
  const person = createPerson(page);
  const profile = createMemoryProfileStore();
  const apiBase = stack.apiBaseOf(serviceId);
  const notes = createNotesClient({ rootUrl: stack.rootUrl, service, profile, apiBase, now });

  async function getToken(): Promise<string> {
    const url = notes.getTokenUrl();
    await person.startSignIn(url);
    const consent = new URL(page.url()).origin;
    await person.allow();
    return `Notes opened ${url}; sign-in and consent at ${consent}, which sent the browser back with a code`;
  }

  async function showToken(): Promise<string> {
    const { pathname } = new URL(page.url());
    const prefix = new URL(stack.rootUrl).pathname.replace(/\/$/, '');
    check(pathname === `${prefix}/${service.startPath}/token.html`, `the browser is at ${pathname}`);
    const token = await person.readToken();
    check(token !== '', 'the token page shows no token');
    return `the code became tokens; the page shows the refresh token (${maskToken(token)})`;
  }

  async function paste(): Promise<{ pasted: string; validated: string }> {
    const token = await person.copyToken();
    check(token === (await person.readToken()), 'the clipboard differs from the token in the box');
    const result = await notes.paste(token);
    check(result.outcome === 'done', renderTokenResult(result));
    const { accessToken = '', refreshToken = '' } = await profile.load();
    const kept = refreshToken === token ? 'the same refresh token' : 'a new refresh token';
    return {
      pasted: 'Copy put exactly this token on the clipboard, and it was pasted into the profile',
      validated: `the web application refreshed it: an access token (${maskToken(accessToken)}) and ${kept} are in the profile`,
    };
  }

  async function createMeeting(): Promise<MeetingResult> {
    const start = new Date(now().getTime() + HOUR_MS);
    const end = new Date(start.getTime() + HOUR_MS / 2);
    return notes.createMeeting({ subject: `A meeting by ${service.label}`, start, end });
  }

  /** @param numbers the steps that Notes must report; the meeting must exist after them */
  async function expectMeeting(result: MeetingResult, ...numbers: readonly string[]): Promise<string> {
    const reported = result.steps.map(({ step }) => step);
    check(result.outcome === 'done' && reported.join() === numbers.join(), renderMeetingResult(result));
    const { id, joinUrl } = result.meeting;
    check(
      sandbox.meetings.some((meeting) => meeting.service === serviceId && meeting.id === id),
      `${service.label} has no meeting ${id}`,
    );
    return `the meeting exists, ${joinUrl}`;
  }

  /** Ends the grant where the service does that; elsewhere Notes must learn that nothing was revoked. */
  async function revoke(): Promise<string> {
    const kept = await profile.load();
    const result = await notes.revoke();
    if (result.outcome === 'failed') {
      const { error, answer } = result.failure;
      check(error === 'unsupported_token_type', renderTokenResult(result));
      await expectMeeting(await createMeeting(), '4a');
      return `${service.label} revokes nothing: Notes keeps the token, and it works; by hand at ${answer?.['manage_url']}`;
    }
    check((await profile.load()).refreshToken === undefined, 'the profile still holds a token');
    const copy = createMemoryProfileStore(kept);
    const late = createNotesClient({ rootUrl: stack.rootUrl, service, profile: copy, apiBase, now });
    const start = new Date(now().getTime() + HOUR_MS);
    const dead = await late.createMeeting({ subject: 'Too late', start, end: start });
    check(dead.outcome === 'token-dead', renderMeetingResult(dead));
    return 'the grant has ended: the profile is empty, and a copy of its tokens is dead';
  }

  yield { number: '1', text: await getToken() };
  const shown = await showToken();
  const first = await paste();
  yield { number: '2', text: `${shown}; ${first.pasted}` };
  yield { number: '3', text: first.validated };

  yield { number: '4a', text: await expectMeeting(await createMeeting(), '4a') };

  sandbox.expireAccessTokens(serviceId);
  const second = await expectMeeting(await createMeeting(), '4a', '4b', '4b');
  yield { number: '4b', text: `the access token had expired, Notes refreshed it and asked again; ${second}` };

  sandbox.expireAccessTokens(serviceId);
  sandbox.endRefreshTokens(serviceId);
  const dead = await createMeeting();
  check(dead.outcome === 'token-dead', renderMeetingResult(dead));
  const { error, action } = dead.failure;
  yield { number: '4c', text: `both tokens were dead (${error}, ${action}): Notes asks for a new one` };

  yield { number: '4c.1', text: await getToken() };
  yield { number: '4c.2', text: await showToken() };
  const again = await paste();
  yield { number: '4c.3', text: again.pasted };
  yield { number: '4c.4', text: again.validated };
  yield { number: '4c.5', text: await expectMeeting(await createMeeting(), '4a') };

  yield { number: 'revoke', text: await revoke() };
}

function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
