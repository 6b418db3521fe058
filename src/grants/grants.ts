import type { ClientProof, ProveClient } from '../oauth/client-proof.ts';
import { DomiError, isDomiError } from '../oauth/errors.ts';
import type { GrantType } from '../oauth/grant-type.ts';
import type { Provider } from '../oauth/provider.ts';
import { type ProviderError, readProviderError } from '../oauth/provider-error.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import type { Registration } from '../oauth/registration.ts';
import { listHints } from '../oauth/revocation.ts';
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
import type { TokenTypeHint } from '../oauth/token-type-hint.ts';
import type { GrantEvent } from '../observability/events.ts';
import type { Span } from '../observability/tracing.ts';
import { GRANT_BUDGET } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';
import { createCredentialOrder } from './credential-order.ts';
import { listProofs } from './list-proofs.ts';

/** The context of a call to a provider: on whose behalf, until when, and in which span. */
export interface ProviderCall {
  readonly registration: Registration;
  readonly grantType: GrantType;
  /** Network of the client that asks: tells an outage, which several clients see, from the trouble of one. */
  readonly clientNetwork: string;
  /** The token or code that the request presents. */
  readonly presented: string;
  /** Until when somebody waits for the result. On the monotonic clock, milliseconds, like the next one. */
  readonly deadline: number;
  /** Until when the response to a request that was sent is read. */
  readonly answerDeadline: number;
  readonly span: Span | undefined;
}

/** Sends one request to a provider. Throws DomiError only. */
export type CallProvider = (request: ProviderRequest, call: ProviderCall) => Promise<ProviderResponse>;

export interface GrantContext {
  /** Undefined when nothing is traced. */
  readonly span?: Span | undefined;
  /** Network of the client that asks. Clients without one count as one client. */
  readonly clientNetwork?: string | undefined;
  /** On the monotonic clock, milliseconds; `GRANT_BUDGET` from now when absent. */
  readonly deadline?: number;
  /** Likewise; the deadline when absent. Later for a caller that keeps an answer for which nobody waits any more. */
  readonly answerDeadline?: number;
}

export interface GrantParts {
  readonly send: CallProvider;
  readonly prove: ProveClient;
  readonly clock: Clock;
  /** Only observes, and never throws. */
  readonly observe: (event: GrantEvent) => void;
}

export interface RevocationContext extends GrantContext {
  /** Which kind of token the client says that it presents. */
  readonly hint?: TokenTypeHint | undefined;
}

/** The grants that this service requests from providers. Every method throws only DomiError. */
export interface Grants {
  exchangeCode(registration: Registration, exchange: CodeExchange, context: GrantContext): Promise<TokenSet>;
  refresh(registration: Registration, refreshToken: string, context: GrantContext): Promise<TokenSet>;
  revoke(registration: Registration, token: string, context: RevocationContext): Promise<void>;
}

/** One grant in progress. */
interface Performance {
  readonly provider: Provider;
  /**
   * Sends a request with each proof in turn until one is accepted. A refused client authentication does not spend the code
   * or token, so the next proof may be tried with it, within the same budget.
   */
  send(build: (proof: ClientProof) => ProviderRequest): Promise<ProviderResponse>;
}

export function createGrants({ send, prove, clock, observe }: GrantParts): Grants {
  const order = createCredentialOrder(clock.monotonic);

  /** @param presented the code or token */
  async function perform<T>(
    registration: Registration,
    grantType: GrantType,
    presented: string,
    { span, clientNetwork = '', ...times }: GrantContext,
    run: (performance: Performance) => Promise<T>,
  ): Promise<T> {
    const { provider } = registration;
    const startedAt = clock.monotonic();
    const deadline = times.deadline ?? startedAt + GRANT_BUDGET;
    const call: ProviderCall = {
      registration,
      grantType,
      clientNetwork,
      presented,
      deadline,
      answerDeadline: times.answerDeadline ?? deadline,
      span,
    };
    let credentialIndex: number | undefined;
    let refusal: ProviderError | undefined;
    const describe = (outcome: GrantEvent['outcome'], error?: DomiError): GrantEvent => {
      const seconds = (clock.monotonic() - startedAt) / 1000;
      return {
        registration,
        grantType,
        outcome,
        reason: error?.reason,
        providerError: error === undefined ? refusal : error.providerError,
        credentialIndex,
        seconds,
        trace: span,
      };
    };

    async function sendWithProofs(build: (proof: ClientProof) => ProviderRequest): Promise<ProviderResponse> {
      let response: ProviderResponse | undefined;
      for await (const { index, proof } of listProofs(provider, order.list(provider), prove)) {
        credentialIndex = index;
        response = await send(build(proof), call);
        if (!refusesClient(provider, response, grantType)) return response;
        refusal = readProviderError(response);
      }
      if (response !== undefined) return response;
      throw new DomiError('client_credentials_refused', { reason: 'no client credential' });
    }

    try {
      const result = await run({ provider, send: sendWithProofs });
      if (credentialIndex !== undefined) order.remember(provider, credentialIndex);
      observe(describe('success'));
      return result;
    } catch (error) {
      // A provider looks at the client before it looks at the token.
      if (credentialIndex !== undefined && isDomiError(error) && error.code === 'invalid_grant') {
        order.remember(provider, credentialIndex);
      }
      observe(isDomiError(error) ? describe(error.code, error) : describe('server_error'));
      throw error;
    }
  }

  return {
    exchangeCode: (registration, exchange, context) =>
      perform(registration, 'authorization_code', exchange.code, context, async ({ provider, send }) => {
        const response = await send((proof) => buildCodeExchange(provider, proof, exchange));
        return parseTokenResponse(provider, response, clock.now());
      }),
    refresh: (registration, token, context) =>
      perform(registration, 'refresh_token', token, context, async ({ provider, send }) => {
        const response = await send((proof) => buildRefresh(provider, proof, token));
        return parseTokenResponse(provider, response, clock.now());
      }),
    revoke: (registration, token, { hint, ...context }) =>
      perform(registration, 'revoke_token', token, context, (performance) =>
        revoke(performance, token, listHints(registration.provider, hint), clock),
      ),
  };
}

/** Ends when the service has revoked the token, or knows it under no hint. */
async function revoke(
  { provider, send }: Performance,
  token: string,
  hints: readonly TokenTypeHint[],
  clock: Clock,
): Promise<void> {
  let unsupported: DomiError | undefined;
  for (const hint of hints) {
    const response = await send((proof) => buildRevocation(provider, proof, token, hint));
    try {
      if (parseRevocationResponse(provider, response, clock.now()) === 'revoked') return;
    } catch (error) {
      if (!isDomiError(error) || error.code !== 'unsupported_token_type') throw error;
      unsupported = error;
    }
  }
  if (unsupported) throw unsupported;
}
