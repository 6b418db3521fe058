import type { ErrorCode } from '../oauth/errors.ts';
import type { GrantType } from '../oauth/grant-type.ts';
import type { RouteName } from './routes.ts';

/** Where the answer to a refresh came from; `braked`: a token known to be dead was refused without a call. */
export type Served = 'provider' | 'coalesced' | 'replayed' | 'braked';

/**
 * All that is told of a request, to whomever. Neither path, query nor headers are in it: a callback's query holds the
 * code, and a path can be anything.
 */
export interface RequestRecord {
  readonly requestId: string;
  /** Only when the request is traced. */
  readonly traceId: string | undefined;
  /** Whether the trace is recorded, so that it can be found. */
  readonly isSampled: boolean;
  readonly method: string;
  readonly route: RouteName;
  readonly status: number;
  /** From the head of the request until its answer is ready. */
  readonly seconds: number;
  /** The part of it that was spent waiting for a provider; undefined when none was asked. */
  readonly providerSeconds: number | undefined;
  readonly tenantId: string | undefined;
  readonly providerId: string | undefined;
  /** What was asked of the provider, when the request came that far. */
  readonly grantType: GrantType | undefined;
  readonly served: Served | undefined;
  readonly error: ErrorCode | undefined;
  /** Why it failed: a fixed text of ours. */
  readonly reason: string | undefined;
  readonly clientAddress: string;
}

/** Takes part in every request. */
export interface RequestObserver {
  begin?(): void;
  end(record: RequestRecord): void;
}
