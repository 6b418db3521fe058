import type http from 'node:http';
import { answerTokens } from './scripted-provider.ts';

export interface IssuedTokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** What a provider with single-use refresh tokens keeps: each token is good once, and has one successor. */
export interface TokenLedger {
  /** Tokens of a new sign-in. */
  issue(): IssuedTokens;
  /** @returns undefined for a token that is spent, revoked or was never issued */
  refresh(token: string): IssuedTokens | undefined;
  isGood(refreshToken: string): boolean;
  /** Ends the tokens that belong to this access token. */
  revoke(accessToken: string): void;
  /** How often a refresh was asked for, by token. */
  readonly presented: Map<string, number>;
  /** Good refresh tokens that died because a spent one of their family came back. */
  readonly endedByReuse: readonly string[];
}

export interface LedgerOptions {
  /** Whether a spent token that comes back ends its family (RFC 9700 section 4.14.2). */
  readonly endsFamilyOnReuse?: boolean;
}

/** @param canary is part of every token, so that a search for it finds any of them */
export function createTokenLedger(canary = 'CANARY', options: LedgerOptions = {}): TokenLedger {
  const good = new Set<string>();
  /** The number of the sign-in that a refresh token goes back to. */
  const familyOf = new Map<string, number>();
  const endedByReuse: string[] = [];
  const refreshTokenOf = new Map<string, string>();
  const presented = new Map<string, number>();
  let count = 0;

  function issue(family = count + 1): IssuedTokens {
    count += 1;
    const tokens = { access_token: `AT-${canary}-${count}`, refresh_token: `RT-${canary}-${count}` };
    good.add(tokens.refresh_token);
    familyOf.set(tokens.refresh_token, family);
    refreshTokenOf.set(tokens.access_token, tokens.refresh_token);
    return tokens;
  }

  function endFamily(family: number): void {
    for (const token of good) {
      if (familyOf.get(token) !== family) continue;
      good.delete(token);
      endedByReuse.push(token);
    }
  }

  return {
    issue: () => issue(),
    refresh(token) {
      presented.set(token, (presented.get(token) ?? 0) + 1);
      const family = familyOf.get(token);
      if (good.delete(token)) return issue(family);
      if (options.endsFamilyOnReuse && family !== undefined) endFamily(family);
      return undefined;
    },
    isGood: (token) => good.has(token),
    revoke(accessToken) {
      good.delete(refreshTokenOf.get(accessToken) ?? '');
    },
    presented,
    endedByReuse,
  };
}

/** Answers for a scripted provider. */
export function answerFrom(
  ledger: TokenLedger,
): (request: http.IncomingMessage, response: http.ServerResponse, body: URLSearchParams) => void {
  return (request, response, body) => {
    if (request.url?.endsWith('/revoke')) {
      ledger.revoke(body.get('token') ?? '');
      response.end('{"status":"success"}');
      return;
    }
    const tokens = ledger.refresh(body.get('refresh_token') ?? '');
    if (tokens) answerTokens(response, tokens);
    else response.writeHead(400).end('{"reason":"Invalid Token!","error":"invalid_grant"}');
  };
}
