import type { TokenSet } from '../oauth/token-response.ts';
import type { Context } from '../sealing/derivation.ts';
import type { Sealer } from '../sealing/sealer.ts';
import type { PresentedToken } from './presented-token.ts';

interface Content {
  /** When the provider answered: milliseconds since 1970. */
  readonly answeredAt: number;
  readonly tokens: TokenSet;
}

/**
 * Seals a token response so that only the presented token can open it: the key is derived from a seal key and from that
 * token, and neither cache nor store holds both.
 */
export function sealTokens(sealer: Sealer, presented: PresentedToken, tokens: TokenSet, now: Date): string {
  const content: Content = { answeredAt: now.getTime(), tokens };
  return sealer.seal(buildContext(presented), JSON.stringify(content));
}

/** @returns undefined for a response that was sealed for another token, or with a seal key that was removed */
export function openTokens(
  sealer: Sealer,
  presented: PresentedToken,
  sealed: string,
  now: Date,
): TokenSet | undefined {
  const text = sealer.open(buildContext(presented), sealed);
  if (text === undefined) return undefined;
  const { answeredAt, tokens } = JSON.parse(text) as Content;
  if (tokens.expiresIn === undefined) return tokens;
  // `expires_in` counts from the time of the response, so the age of the response is subtracted.
  const age = Math.ceil(Math.max(0, now.getTime() - answeredAt) / 1000);
  return { ...tokens, expiresIn: Math.max(0, tokens.expiresIn - age) };
}

/** These words are part of the key: replicas can open each other's values only if all of them use the same words. */
function buildContext({ kind, registration, token }: PresentedToken): Context {
  return [
    kind === 'token' ? 'refresh answer' : 'code answer',
    registration.tenantId,
    registration.provider.id,
    token,
  ];
}
