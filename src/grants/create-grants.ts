import { DomiError, type ErrorCode, isDomiError } from '../oauth/errors.ts';
import type { Provider } from '../oauth/provider.ts';
import {
  buildCodeExchange,
  buildRefresh,
  buildRevocation,
  type CodeExchange,
  type ProviderRequest,
} from '../oauth/token-request.ts';
import {
  judgeRevocationAnswer,
  judgeTokenAnswer,
  type ProviderAnswer,
  type TokenSet,
} from '../oauth/token-response.ts';

/** The names that dashboards know from DOMI 1.x. */
export type GrantType = 'authorization_code' | 'refresh_token' | 'revoke_token';

export interface GrantReport {
  readonly providerId: string;
  readonly grantType: GrantType;
  readonly outcome: 'success' | ErrorCode;
  /** Time the provider took. */
  readonly seconds: number;
}

export interface GrantDependencies {
  /** @param budget milliseconds within which the answer has to be there */
  readonly send: (request: ProviderRequest, budget: number) => Promise<ProviderAnswer>;
  readonly now: () => Date;
  readonly report: (report: GrantReport) => void;
}

/** What this service does at a provider: ask, judge, report. Every method throws DomiError only. */
export interface Grants {
  exchangeCode(provider: Provider, exchange: CodeExchange): Promise<TokenSet>;
  refresh(provider: Provider, refreshToken: string): Promise<TokenSet>;
  revoke(provider: Provider, token: string): Promise<void>;
}

/** Milliseconds for all attempts of one grant together: Notes gives up after 30 s. */
const BUDGET = 25_000;

export function createGrants({ send, now, report }: GrantDependencies): Grants {
  /** The phases that every grant shares, so that none can forget one. */
  async function perform<T>(
    grantType: GrantType,
    provider: Provider,
    ask: (clientSecret: string) => ProviderRequest,
    judge: (answer: ProviderAnswer) => T,
  ): Promise<T> {
    // The monotonic clock: `now` is for dates, and may be set back.
    const startedAt = performance.now();
    const elapsed = (): number => performance.now() - startedAt;
    const tell = (outcome: GrantReport['outcome']): void =>
      report({ providerId: provider.id, grantType, outcome, seconds: elapsed() / 1000 });
    try {
      const result = await tryEachSecret(provider, async (secret) =>
        judge(await send(ask(secret), Math.max(1, BUDGET - elapsed()))),
      );
      tell('success');
      return result;
    } catch (error) {
      tell(isDomiError(error) ? error.code : 'server_error');
      throw error;
    }
  }

  return {
    exchangeCode: (provider, exchange) =>
      perform(
        'authorization_code',
        provider,
        (secret) => buildCodeExchange(provider, secret, exchange),
        (answer) => judgeTokenAnswer(provider, answer, now()),
      ),
    refresh: (provider, refreshToken) =>
      perform(
        'refresh_token',
        provider,
        (secret) => buildRefresh(provider, secret, refreshToken),
        (answer) => judgeTokenAnswer(provider, answer, now()),
      ),
    revoke: (provider, token) =>
      perform(
        'revoke_token',
        provider,
        (secret) => buildRevocation(provider, secret, token),
        (answer) => judgeRevocationAnswer(provider, answer, now()),
      ),
  };
}

/**
 * While a client secret is being replaced, the old and the new one are both listed. Refused client authentication
 * does not spend a code or token, so the next secret may be tried with the same one.
 */
async function tryEachSecret<T>(
  provider: Provider,
  attempt: (clientSecret: string) => Promise<T>,
): Promise<T> {
  let refused = new DomiError('client_credentials_refused', { reason: 'no client secret' });
  for (const secret of provider.clientSecrets) {
    try {
      return await attempt(secret);
    } catch (error) {
      if (!isDomiError(error) || error.code !== 'client_credentials_refused') throw error;
      refused = error;
    }
  }
  throw refused;
}
