import { DomiError, isDomiError } from '../oauth/errors.ts';
import type { Provider } from '../oauth/provider.ts';
import { type ProviderError, readProviderError } from '../oauth/provider-error.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import type { Registration } from '../oauth/registration.ts';
import {
  buildCodeExchange,
  buildRefresh,
  buildRevocation,
  type CodeExchange,
  type ProviderRequest,
} from '../oauth/token-request.ts';
import {
  parseRevocationResponse,
  parseTokenResponse,
  refusesClient,
  type TokenSet,
} from '../oauth/token-response.ts';
import type { GrantEvent } from '../observability/events.ts';
import type { Span } from '../observability/tracing.ts';
import { GRANT_BUDGET } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';

/** The context of a call to a provider: on whose behalf, until when, and in which span. */
export interface ProviderCall {
  readonly registration: Registration;
  /** On the monotonic clock, milliseconds. */
  readonly deadline: number;
  readonly span: Span | undefined;
}

/** Sends one request to a provider. Throws DomiError only. */
export type CallProvider = (request: ProviderRequest, call: ProviderCall) => Promise<ProviderResponse>;

export interface GrantContext {
  /** Undefined when nothing is traced. */
  readonly span?: Span | undefined;
  /** On the monotonic clock, milliseconds; `GRANT_BUDGET` from now when absent. */
  readonly deadline?: number;
}

export interface GrantParts {
  readonly send: CallProvider;
  readonly clock: Clock;
  /** Only observes, and never throws. */
  readonly observe: (event: GrantEvent) => void;
}

/** The grants that this service requests from providers. Every method throws only DomiError. */
export interface Grants {
  exchangeCode(registration: Registration, exchange: CodeExchange, context: GrantContext): Promise<TokenSet>;
  refresh(registration: Registration, refreshToken: string, context: GrantContext): Promise<TokenSet>;
  revoke(registration: Registration, token: string, context: GrantContext): Promise<void>;
}

type TokenGrant =
  | { readonly type: 'authorization_code'; readonly exchange: CodeExchange }
  | { readonly type: 'refresh_token'; readonly token: string };
type Revocation = { readonly type: 'revoke_token'; readonly token: string };
type Grant = TokenGrant | Revocation;

export function createGrants({ send, clock, observe }: GrantParts): Grants {
  /**
   * While a client secret is being replaced, the old and the new one are both listed. A refused client authentication
   * does not spend the code or token, so the next secret may be tried with it, within the same budget.
   */
  function perform(registration: Registration, grant: TokenGrant, context: GrantContext): Promise<TokenSet>;
  function perform(registration: Registration, grant: Revocation, context: GrantContext): Promise<undefined>;
  async function perform(
    registration: Registration,
    grant: Grant,
    { span, deadline }: GrantContext,
  ): Promise<TokenSet | undefined> {
    const { provider } = registration;
    const startedAt = clock.monotonic();
    const call = { registration, span, deadline: deadline ?? startedAt + GRANT_BUDGET };
    let clientSecretIndex: number | undefined;
    let refusal: ProviderError | undefined;
    const describe = (outcome: GrantEvent['outcome'], error?: DomiError): GrantEvent => {
      const seconds = (clock.monotonic() - startedAt) / 1000;
      return {
        registration,
        grantType: grant.type,
        outcome,
        reason: error?.reason,
        providerError: error === undefined ? refusal : error.providerError,
        clientSecretIndex,
        seconds,
        trace: span,
      };
    };
    try {
      for (const [index, secret] of provider.clientSecrets.entries()) {
        clientSecretIndex = index;
        const response = await send(buildRequest(provider, secret, grant), call);
        const isLast = index === provider.clientSecrets.length - 1;
        if (!isLast && refusesClient(provider, response, grant.type)) {
          refusal = readProviderError(response);
          continue;
        }
        const result = parseResponse(provider, grant, response, clock.now());
        observe(describe('success'));
        return result;
      }
      throw new DomiError('client_credentials_refused', { reason: 'no client secret' });
    } catch (error) {
      observe(isDomiError(error) ? describe(error.code, error) : describe('server_error'));
      throw error;
    }
  }

  return {
    exchangeCode: (registration, exchange, context) =>
      perform(registration, { type: 'authorization_code', exchange }, context),
    refresh: (registration, token, context) =>
      perform(registration, { type: 'refresh_token', token }, context),
    revoke: (registration, token, context) => perform(registration, { type: 'revoke_token', token }, context),
  };
}

function buildRequest(provider: Provider, clientSecret: string, grant: Grant): ProviderRequest {
  switch (grant.type) {
    case 'authorization_code':
      return buildCodeExchange(provider, clientSecret, grant.exchange);
    case 'refresh_token':
      return buildRefresh(provider, clientSecret, grant.token);
    case 'revoke_token':
      return buildRevocation(provider, clientSecret, grant.token);
  }
}

function parseResponse(
  provider: Provider,
  { type }: Grant,
  response: ProviderResponse,
  now: Date,
): TokenSet | undefined {
  if (type !== 'revoke_token') return parseTokenResponse(provider, response, now);
  parseRevocationResponse(provider, response, now);
  return undefined;
}
