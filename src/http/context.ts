import type { Middleware, ParameterizedContext } from 'koa';
import type { Flow } from '../flow/flow.ts';
import type { Purpose } from '../limits/purpose.ts';
import type { AnswerSource } from '../oauth/answer-source.ts';
import type { ErrorCode } from '../oauth/errors.ts';
import type { GrantType } from '../oauth/grant-type.ts';
import type { ProviderError } from '../oauth/provider-error.ts';
import type { Registration } from '../oauth/registration.ts';
import type { TokenSet } from '../oauth/token-response.ts';
import type { Span } from '../observability/tracing.ts';
import type { Language } from '../pages/texts/languages.ts';
import type { Client } from '../refresh/flights.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Delivery, DeliveryResult } from '../webhooks/delivery.ts';

/** The values that steps of a route pass on. Each member is set by the step that is named after it. */
export interface DomiState {
  requestId: string;
  /** Address of the client, resolved from the connection and the trusted proxies. */
  clientAddress: string;
  /** Whether the connection comes from a trusted proxy. */
  isPeerTrusted: boolean;
  /** Around the whole request; undefined when nothing is traced. */
  span?: Span | undefined;
  /** Of pages without a tenant. */
  defaultLanguage: Language;
  /** Kind of answer of this route; undefined: the Accept header decides. */
  answersWith?: 'page' | 'json';
  tenant?: Tenant;
  purpose?: Purpose;
  /** Whose request this is. A flow is bound to it at every step (RFC 9700 section 4.4, mix-up attacks). */
  registration?: Registration;
  flow?: Flow;
  code?: string;
  bearer?: string;
  tokens?: TokenSet;
  delivery?: Delivery;
  deliveryResult?: DeliveryResult;
  /** Around the call of the provider; undefined without tracing. */
  grantSpan?: Span | undefined;
  /** Where the response to a refresh came from. */
  source?: AnswerSource;
  grant?: EndedGrant;
  /** How the request ended, for log and metrics. */
  errorCode?: ErrorCode;
  errorReason?: string;
  providerError?: ProviderError | undefined;
}

/** What this request has asked of the provider. */
export interface EndedGrant {
  readonly type: GrantType;
  readonly source: AnswerSource;
  /** Time that the request waited for the provider. */
  readonly seconds: number;
}

export type DomiContext = ParameterizedContext<DomiState>;
export type Step = Middleware<DomiState>;

/**
 * Reads a member that an earlier step has set.
 * @throws TypeError when a route lists its steps in the wrong order
 */
export function need<K extends keyof DomiState>(ctx: DomiContext, key: K): NonNullable<DomiState[K]> {
  const value = ctx.state[key];
  if (value === undefined || value === null) throw new TypeError(`no earlier step has set ${key}`);
  return value as NonNullable<DomiState[K]>;
}

/**
 * Watches whether the client is still connected. No `AbortSignal`, which costs as much as all other steps together, and
 * no getter: V8 creates a hidden class for each object literal with one, which keeps the response until the next major
 * collection.
 */
export function watchClient({ res }: DomiContext): Client {
  return {
    hasGone: () => res.closed,
    onGone(listener) {
      res.once('close', () => !res.writableFinished && listener());
    },
  };
}
