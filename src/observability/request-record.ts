import type { AnswerSource } from '../oauth/answer-source.ts';
import type { ErrorCode } from '../oauth/errors.ts';
import type { GrantType } from '../oauth/grant-type.ts';
import type { ProviderError } from '../oauth/provider-error.ts';
import type { DeliveryEvent, Trace } from './events.ts';
import type { RouteName } from './routes.ts';

/**
 * Everything that observers learn about a request. It holds no path, query or header: the query of a callback holds the
 * code, and a path can be anything.
 */
export interface RequestRecord {
  /** Undefined without tracing. */
  readonly trace: Trace | undefined;
  readonly requestId: string;
  readonly method: string;
  readonly route: RouteName;
  readonly status: number;
  /** From the head of the request until its answer is ready. */
  readonly seconds: number;
  /** The part of it that the request waited for a provider; undefined without a call. */
  readonly providerSeconds: number | undefined;
  readonly tenantId: string | undefined;
  readonly providerId: string | undefined;
  /** The grant, if the request came that far. */
  readonly grantType: GrantType | undefined;
  /** Where the response to the grant came from; `served` in log lines. */
  readonly source: AnswerSource | undefined;
  /** What a provider has delivered, on the route of webhooks. */
  readonly delivery: DeliveryEvent | undefined;
  readonly error: ErrorCode | undefined;
  /** Why it failed: a fixed text of ours. */
  readonly reason: string | undefined;
  /** What the provider said, when the error is its own. */
  readonly providerError: ProviderError | undefined;
  readonly clientAddress: string;
}
