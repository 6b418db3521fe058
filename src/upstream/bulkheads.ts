import { createInFlightCount, type InFlightCount } from '../limits/in-flight.ts';
import { DomiError } from '../oauth/errors.ts';
import type { Registration } from '../oauth/registration.ts';

/** Bounds on calls in flight: a provider that hangs uses up only its own places, and a tenant only its share of them. */
export interface Bulkheads {
  /**
   * Takes a place, or waits in line for one.
   * @param budget milliseconds to wait at most
   * @returns a function that releases the place; must be called once. A promise only for a call that waits.
   * @throws DomiError `temporarily_unavailable` when none became free in time, or too many wait
   */
  enter(registration: Registration, budget: number): Release | Promise<Release>;
}

type Release = () => void;

export interface BulkheadLimits {
  /** Calls in flight for one tenant at one provider. */
  readonly callsPerTenant: number;
  /** Calls in flight at one provider, for all tenants together: bounds sockets. */
  readonly callsPerProvider: number;
  /** Calls that wait for a place, for one tenant at one provider. */
  readonly waitingPerTenant: number;
  /** Calls that wait for a place at one provider, for all tenants together: bounds memory. */
  readonly waitingPerProvider: number;
}

/** Takes the place that has become free. */
type Admit = () => void;

/** Seconds after which a place is likely to be free again. */
const RETRY_AFTER = 2;

export function createBulkheads(limits: BulkheadLimits): Bulkheads {
  const calls = createInFlightCount();
  const waiting = createInFlightCount();
  /** Who waits, by provider id and tenant id. Tenants take turns, so the line of one does not delay the others. */
  const lines = new Map<string, Map<string, Set<Admit>>>();

  function take({ tenantId, provider }: Registration): boolean {
    return addBoth(calls, tenantId, provider.id, limits.callsPerTenant, limits.callsPerProvider);
  }

  function createRelease({ tenantId, provider }: Registration): Release {
    return () => {
      removeBoth(calls, tenantId, provider.id);
      admitNext(provider.id);
    };
  }

  /** The first tenant in line that may have another call goes to the end of the line. */
  function admitNext(providerId: string): void {
    const line = lines.get(providerId);
    if (line === undefined) return;
    for (const [tenantId, waiters] of line) {
      const { callsPerTenant, callsPerProvider } = limits;
      if (!addBoth(calls, tenantId, providerId, callsPerTenant, callsPerProvider)) continue;
      const [admit] = waiters;
      line.delete(tenantId);
      line.set(tenantId, waiters);
      admit?.();
      return;
    }
  }

  function leaveLine({ tenantId, provider }: Registration, admit: Admit): void {
    removeBoth(waiting, tenantId, provider.id);
    const line = lines.get(provider.id);
    const waiters = line?.get(tenantId);
    waiters?.delete(admit);
    if (waiters?.size === 0) line?.delete(tenantId);
  }

  function wait(registration: Registration, budget: number): Promise<Release> {
    const { tenantId, provider } = registration;
    const { waitingPerTenant, waitingPerProvider } = limits;
    if (!addBoth(waiting, tenantId, provider.id, waitingPerTenant, waitingPerProvider)) {
      throw createFullError('too many calls waiting');
    }
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        clearTimeout(timer);
        leaveLine(registration, admit);
        resolve(createRelease(registration));
      };
      const timer = setTimeout(() => {
        leaveLine(registration, admit);
        reject(createFullError('too many calls in flight'));
      }, budget);
      const line = lines.get(provider.id) ?? new Map<string, Set<Admit>>();
      lines.set(provider.id, line);
      line.set(tenantId, (line.get(tenantId) ?? new Set()).add(admit));
    });
  }

  return {
    enter(registration, budget) {
      return take(registration) ? createRelease(registration) : wait(registration, budget);
    },
  };
}

/** Counts for a tenant at a provider, and for the provider; both or neither. */
function addBoth(
  count: InFlightCount,
  tenantId: string,
  providerId: string,
  ownBound: number,
  allBound: number,
): boolean {
  if (!count.add(`${tenantId}/${providerId}`, ownBound)) return false;
  // No tenant has an empty id, so this key cannot be that of a tenant.
  if (count.add(`/${providerId}`, allBound)) return true;
  count.remove(`${tenantId}/${providerId}`);
  return false;
}

function removeBoth(count: InFlightCount, tenantId: string, providerId: string): void {
  count.remove(`/${providerId}`);
  count.remove(`${tenantId}/${providerId}`);
}

function createFullError(reason: string): DomiError {
  return new DomiError('temporarily_unavailable', { reason, retryAfter: RETRY_AFTER });
}
