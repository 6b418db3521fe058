import type http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  answerTokens,
  createScriptedProvider,
  type ScriptedProvider,
} from '../../test/helpers/scripted-provider.ts';
import { createTokenLedger, type IssuedTokens } from '../../test/helpers/token-ledger.ts';
import type { ProviderFault } from './provider-faults.ts';

/** Part of every token, so that a search of the output finds any of them. */
export const CANARY = 'SOAKCANARY';

/** A token, and the sign-in that it goes back to. */
export interface TracedToken {
  readonly token: string;
  /** The authorization code of the sign-in. */
  readonly code: string;
  /** On the monotonic clock. */
  readonly beganAt: number;
}

/** A provider that ends the family of a token that comes back, and accounts for every token. */
export interface SoakProvider {
  readonly providers: ScriptedProvider['providerFile']['providers'];
  fault: ProviderFault | undefined;
  /** Client secrets that it accepts. */
  readonly secrets: Set<string>;
  readonly refusedSecrets: number;
  isGood(refreshToken: string): boolean;
  /** Whether the answer to this token is one that it spoiled itself. */
  hasSpoiled(presented: string): boolean;
  /** @returns the refresh token that came of this one */
  findSuccessor(presented: string): string | undefined;
  /** Refresh tokens of accepted requests whose answers it did not spoil, since the last time. */
  takeIssued(): TracedToken[];
  /** Good ones that died since an older one came back, since the last time, without those whose answers it spoiled. */
  takeEnded(): TracedToken[];
  stop(): Promise<void>;
}

export async function startSoakProvider(random: () => number): Promise<SoakProvider> {
  const server = await createScriptedProvider();
  const ledger = createTokenLedger(CANARY, { endsFamilyOnReuse: true });
  const spoiledAnswers = new Set<string>();
  const spoiledTokens = new Set<string>();
  const issued = new Set<string>();
  const successors = new Map<string, string>();
  /** The sign-in that a token goes back to. */
  const origins = new Map<string, Omit<TracedToken, 'token'>>();
  const secrets = new Set<string>();
  let refusedSecrets = 0;
  /** Ended tokens that have been taken. */
  let taken = 0;

  function accept(body: URLSearchParams): IssuedTokens | undefined {
    const presented = body.get('refresh_token');
    const tokens = presented === null ? ledger.issue() : ledger.refresh(presented);
    if (tokens === undefined) return undefined;
    const origin = origins.get(presented ?? '') ?? {
      code: body.get('code') ?? '',
      beganAt: performance.now(),
    };
    origins.set(tokens.refresh_token, origin);
    if (presented !== null) successors.set(presented, tokens.refresh_token);
    return tokens;
  }

  const trace = (token: string): TracedToken => ({
    token,
    ...(origins.get(token) as Omit<TracedToken, 'token'>),
  });

  function hasSecret(request: http.IncomingMessage): boolean {
    const [, encoded = ''] = (request.headers.authorization ?? '').split(' ');
    const [, secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
    return secrets.has(secret);
  }

  async function answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    body: URLSearchParams,
  ): Promise<void> {
    server.received.length = 0;
    if (!hasSecret(request)) {
      refusedSecrets += 1;
      response.writeHead(401).end('{"error":"invalid_client"}');
      return;
    }
    const { fault } = provider;
    const isHit = fault !== undefined && random() < fault.share;
    if (isHit && !fault.isAccepted) {
      fault.spoil?.(response);
      return;
    }
    if (request.url?.endsWith('/revoke')) {
      ledger.revoke(body.get('token') ?? '');
      if (isHit && fault.spoil) fault.spoil(response);
      else response.end('{"status":"success"}');
      return;
    }
    const tokens = accept(body);
    if (tokens === undefined) {
      response.writeHead(400).end('{"reason":"Invalid Token!","error":"invalid_grant"}');
      return;
    }
    if (isHit && fault.spoil) {
      spoiledAnswers.add(body.get('refresh_token') ?? '');
      spoiledTokens.add(tokens.refresh_token);
      fault.spoil(response);
      return;
    }
    issued.add(tokens.refresh_token);
    if (isHit) await delay(300 + random() * 1200);
    answerTokens(response, tokens);
  }
  server.answer = answer;

  const provider: SoakProvider = {
    providers: server.providerFile.providers,
    fault: undefined,
    secrets,
    get refusedSecrets() {
      return refusedSecrets;
    },
    isGood: (token) => ledger.isGood(token),
    hasSpoiled: (presented) => spoiledAnswers.has(presented),
    takeIssued() {
      const traced = [...issued].map(trace);
      issued.clear();
      return traced;
    },
    findSuccessor: (presented) => successors.get(presented),
    takeEnded() {
      const ended = ledger.endedByReuse.slice(taken);
      taken += ended.length;
      return ended.filter((token) => !spoiledTokens.has(token)).map(trace);
    },
    stop: () => server.stop(),
  };
  return provider;
}
