/** The kinds of tokens that can be revoked (RFC 7009 section 2.1). */
export const TOKEN_TYPE_HINTS = ['access_token', 'refresh_token'] as const;

export type TokenTypeHint = (typeof TOKEN_TYPE_HINTS)[number];

/**
 * Reads which kind of token a client says that it presents. The token itself is never in the query.
 * @returns undefined when the client does not say it, or in words that we do not know
 */
export function readTokenTypeHint(query: string): TokenTypeHint | undefined {
  const [value, ...others] = new URLSearchParams(query).getAll('token_type_hint');
  if (others.length > 0) return undefined;
  return TOKEN_TYPE_HINTS.find((hint) => hint === value);
}
