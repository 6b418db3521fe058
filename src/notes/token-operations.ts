import type { NotesStep, Result, TokenResult } from './outcome.ts';
import { parseRevocation, parseTokens, type Tokens } from './parse-tokens.ts';
import type { ProfileStore } from './profile-store.ts';
import type { Wire } from './wire.ts';

export interface TokenOperations {
  paste(value: string): Promise<TokenResult>;
  validate(): Promise<TokenResult>;
  revoke(): Promise<TokenResult>;
  /** Refreshes, and saves the new tokens in the profile. */
  refreshProfile(): Promise<Result<Tokens>>;
}

export interface TokenContext {
  readonly wire: Wire;
  readonly profile: ProfileStore;
  readonly refreshUrl: string;
  readonly revokeUrl: string;
  readonly now: () => Date;
}

export function createTokenOperations(context: TokenContext): TokenOperations {
  const { wire, profile, now } = context;

  async function refresh(): Promise<Result<Tokens>> {
    const token = (await profile.load()).refreshToken ?? '';
    if (token.trim() === '') {
      const detail = 'The profile holds no refresh token.';
      return { ok: false, failure: { reason: 'no-token', detail } };
    }
    const asked = await wire.askService({ method: 'GET', url: context.refreshUrl, token });
    return asked.ok ? parseTokens(asked.value, token) : asked;
  }

  async function refreshProfile(): Promise<Result<Tokens>> {
    const refreshed = await refresh();
    if (refreshed.ok) {
      const { accessToken, refreshToken } = refreshed.value;
      await profile.save({ accessToken, refreshToken, savedAt: now().toISOString() });
    }
    return refreshed;
  }

  async function validate(): Promise<TokenResult> {
    const refreshed = await refreshProfile();
    if (refreshed.ok) return { outcome: 'done', steps: [VALIDATED], answer: {} };
    return { outcome: 'failed', steps: [NOT_VALIDATED], failure: refreshed.failure };
  }

  /** As in Notes, the value is not trimmed, and a dead token stays in the profile. */
  async function paste(value: string): Promise<TokenResult> {
    await profile.save({ refreshToken: value, savedAt: now().toISOString() });
    const validated = await validate();
    return { ...validated, steps: [PASTED, ...validated.steps] };
  }

  /**
   * As in Notes, the refresh before the revocation is not saved: when the revocation fails, a single-use token in the
   * profile is spent.
   */
  async function revoke(): Promise<TokenResult> {
    const refreshed = await refresh();
    if (!refreshed.ok) {
      return { outcome: 'failed', steps: [NOT_REFRESHED], failure: refreshed.failure };
    }
    const token = refreshed.value.accessToken;
    const asked = await wire.askService({ method: 'GET', url: context.revokeUrl, token });
    const revoked = asked.ok ? parseRevocation(asked.value, token) : asked;
    if (!revoked.ok) {
      return { outcome: 'failed', steps: [REFRESHED, NOT_REVOKED], failure: revoked.failure };
    }
    await profile.save({});
    return { outcome: 'done', steps: [REFRESHED, REVOKED], answer: revoked.value };
  }

  return { paste, validate, revoke, refreshProfile };
}

const PASTED: NotesStep = { step: '2', ok: true, text: 'The refresh token is in the profile.' };
const VALIDATED: NotesStep = {
  step: '3',
  ok: true,
  text: 'The web application refreshed the token; both new tokens are in the profile.',
};
const NOT_VALIDATED: NotesStep = { step: '3', ok: false, text: 'The token could not be refreshed.' };
const REFRESHED: NotesStep = {
  step: 'revoke',
  ok: true,
  text: 'The token was refreshed; the result is not saved.',
};
const NOT_REFRESHED: NotesStep = { step: 'revoke', ok: false, text: 'The token could not be refreshed.' };
const REVOKED: NotesStep = {
  step: 'revoke',
  ok: true,
  text: 'The web application confirmed; the profile is empty.',
};
const NOT_REVOKED: NotesStep = {
  step: 'revoke',
  ok: false,
  text: 'The token could not be revoked. A single-use token in the profile is spent now.',
};
