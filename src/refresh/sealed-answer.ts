import { createHash } from 'node:crypto';
import type { GrantTarget } from '../grants/create-grants.ts';
import type { TokenSet } from '../oauth/token-response.ts';
import type { SealContext, Sealer } from '../sealing/sealer.ts';

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

/** A digest, since HKDF takes no more than 1,024 octets of context and a token may be longer. */
function contextOf({ tenantId, provider }: GrantTarget, presentedToken: string): SealContext {
  const digest = createHash('sha256').update(presentedToken).digest('base64url');
  return ['refresh answer', tenantId, provider.id, digest];
}
