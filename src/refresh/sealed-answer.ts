import type { GrantTarget } from '../grants/grants.ts';
import type { TokenSet } from '../oauth/token-response.ts';
import type { Context } from '../sealing/derive.ts';
import type { Sealer } from '../sealing/sealer.ts';

interface Content {
  /** When the provider answered: milliseconds since 1970. */
  readonly answeredAt: number;
  readonly tokens: TokenSet;
}

/**
 * Seals a provider's answer so that only whoever presents the same token again can have it: the key is derived from a
 * seal key and from that token, and neither memory nor store has both.
 */
export function sealAnswer(
  sealer: Sealer,
  target: GrantTarget,
  presentedToken: string,
  tokens: TokenSet,
  now: Date,
): string {
  const content: Content = { answeredAt: now.getTime(), tokens };
  return sealer.seal(contextOf(target, presentedToken), JSON.stringify(content));
}

/** @returns undefined when it was not sealed for this token, or with a seal key that is gone */
export function openAnswer(
  sealer: Sealer,
  target: GrantTarget,
  presentedToken: string,
  sealed: string,
  now: Date,
): TokenSet | undefined {
  const text = sealer.open(contextOf(target, presentedToken), sealed);
  if (text === undefined) return undefined;
  const { answeredAt, tokens } = JSON.parse(text) as Content;
  if (tokens.expiresIn === undefined) return tokens;
  // The access token has aged since the provider said how long it lives.
  const age = Math.ceil(Math.max(0, now.getTime() - answeredAt) / 1000);
  return { ...tokens, expiresIn: Math.max(0, tokens.expiresIn - age) };
}

function contextOf({ tenantId, provider }: GrantTarget, presentedToken: string): Context {
  return ['refresh answer', tenantId, provider.id, presentedToken];
}
