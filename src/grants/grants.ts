import { DomiError, type ErrorCode, isDomiError } from '../oauth/errors.ts';
import type { GrantType } from '../oauth/grant-type.ts';
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

/** Whose grant it is: tenants may use one provider with different apps. */
export interface GrantTarget {
  readonly tenantId: string;
  readonly provider: Provider;
}

export interface GrantReport {
  readonly tenantId: string;
  readonly providerId: string;
  readonly grantType: GrantType;
  readonly outcome: 'success' | ErrorCode;
  /** Why it failed: a fixed text of ours. */
  readonly reason?: string | undefined;
  /** Position, from 0, of the client secret that was presented last; undefined when none was. */
  readonly clientSecretIndex?: number | undefined;
  /** Time the provider took. */
  readonly seconds: number;
}

export interface GrantDependencies {
  /** @param budget milliseconds within which the answer has to be there */
  readonly send: (
    request: ProviderRequest,
    budget: number,
    caller: { readonly tenantId: string; readonly providerId: string },
  ) => Promise<ProviderAnswer>;
  readonly now: () => Date;
  readonly report: (report: GrantReport) => void;
}

/** What this service does at a provider: ask, judge, report. Every method throws DomiError only. */
export interface Grants {
  exchangeCode(target: GrantTarget, exchange: CodeExchange): Promise<TokenSet>;
  /** @param budget milliseconds, when some of the usual 25 s are gone */
  refresh(target: GrantTarget, refreshToken: string, budget?: number): Promise<TokenSet>;
  revoke(target: GrantTarget, token: string): Promise<void>;
}

/** Milliseconds for all attempts of one grant together: Notes gives up after 30 s. */
const BUDGET = 25_000;

export function createGrants({ send, now, report }: GrantDependencies): Grants {
  /** The phases that every grant shares, so that none can forget one. */
  async function perform<T>(
    grantType: GrantType,
    { tenantId, provider }: GrantTarget,
    ask: (clientSecret: string) => ProviderRequest,
    judge: (answer: ProviderAnswer) => T,
    budget = BUDGET,
  ): Promise<T> {
    // The monotonic clock: `now` is for dates, and may be set back.
    const startedAt = performance.now();
    const elapsed = (): number => performance.now() - startedAt;
    const caller = { tenantId, providerId: provider.id };
    let clientSecretIndex: number | undefined;
    const tell = (outcome: GrantReport['outcome'], reason?: string): void => {
      const seconds = elapsed() / 1000;
      try {
        report({ ...caller, grantType, outcome, reason, clientSecretIndex, seconds });
      } catch {
        // The answer may hold the only good token: nothing that only watches may discard it.
      }
    };
    try {
      const result = await tryEachSecret(provider, async (secret, index) => {
        clientSecretIndex = index;
        return judge(await send(ask(secret), Math.max(1, budget - elapsed()), caller));
      });
      tell('success');
      return result;
    } catch (error) {
      if (isDomiError(error)) tell(error.code, error.reason);
      else tell('server_error');
      throw error;
    }
  }

  return {
    exchangeCode: (target, exchange) =>
      perform(
        'authorization_code',
        target,
        (secret) => buildCodeExchange(target.provider, secret, exchange),
        (answer) => judgeTokenAnswer(target.provider, answer, now()),
      ),
    refresh: (target, refreshToken, budget) =>
      perform(
        'refresh_token',
        target,
        (secret) => buildRefresh(target.provider, secret, refreshToken),
        (answer) => judgeTokenAnswer(target.provider, answer, now()),
        budget,
      ),
    revoke: (target, token) =>
      perform(
        'revoke_token',
        target,
        (secret) => buildRevocation(target.provider, secret, token),
        (answer) => judgeRevocationAnswer(target.provider, answer, now()),
      ),
  };
}

/**
 * While a client secret is being replaced, the old and the new one are both listed. Refused client authentication
 * does not spend a code or token, so the next secret may be tried with the same one.
 */
async function tryEachSecret<T>(
  provider: Provider,
  attempt: (clientSecret: string, index: number) => Promise<T>,
): Promise<T> {
  let refused: DomiError | undefined;
  for (const [index, secret] of provider.clientSecrets.entries()) {
    try {
      return await attempt(secret, index);
    } catch (error) {
      if (!isDomiError(error) || error.code !== 'client_credentials_refused') throw error;
      refused = error;
    }
  }
  throw refused ?? new DomiError('client_credentials_refused', { reason: 'no client secret' });
}
