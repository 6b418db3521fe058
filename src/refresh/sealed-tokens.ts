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
 * Seals a token response so that only whoever presents the same token again can have it: the key is derived from a seal
 * key and from that token, and neither cache nor store has both.
 */
export function sealTokens(sealer: Sealer, presented: PresentedToken, tokens: TokenSet, now: Date): string {
  const content: Content = { answeredAt: now.getTime(), tokens };
  return sealer.seal(buildContext(presented), JSON.stringify(content));
}

/** @returns undefined when it was sealed for another token, or with a seal key that is gone */
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
  // The access token has aged since the provider said how long it lives.
  const age = Math.ceil(Math.max(0, now.getTime() - answeredAt) / 1000);
  return { ...tokens, expiresIn: Math.max(0, tokens.expiresIn - age) };
}

/** The words are part of the key: sealed values of other replicas open only while all of them use the same ones. */
function buildContext({ registration, token }: PresentedToken): Context {
  return ['refresh answer', registration.tenantId, registration.provider.id, token];
}
