import { DomiError } from '../oauth/errors.ts';
import type { Names } from '../sealing/fingerprint.ts';

/**
 * Work in progress, by name: requests for the same work share it. The work is passed as a function, since it belongs to
 * no request: it goes on when a request ends.
 */
export interface Flights<T> {
  /** Shares the work in progress with one of these names, or starts it. */
  share(names: Names, start: () => Promise<T>, options: ShareOptions): SharedWork<T>;
  /** Resolves when no work is in progress, including work that starts in the meantime. */
  settle(): Promise<void>;
}

export interface ShareOptions {
  readonly client?: Client | undefined;
  /** Milliseconds for which this request waits. The work may take longer: its result is then for others. */
  readonly patience: number;
  /** Called when the work that this request started has succeeded and no client is waiting any more. */
  readonly onUnclaimed?: () => void;
}

export interface SharedWork<T> {
  /** Whether another request had started the work. */
  readonly isShared: boolean;
  /**
   * Rejects with `client_closed_request` when the client leaves, with `provider_timeout` when its patience is over, otherwise
   * with the error of the work.
   */
  readonly result: Promise<T>;
}

/** A client that waits for the work. The work holds no reference to it, since the request may end before the work. */
export interface Client {
  hasGone(): boolean;
  /** Calls once, when the client leaves before its response is complete. */
  onGone(listener: () => void): void;
}

interface Flight<T> {
  result: Promise<T>;
  waiting: number;
}

/** Replaces a result that every client has. */
const DELIVERED = new Promise<never>(() => undefined);

const TOO_LONG = { reason: 'no response in time' };

export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>();

  /** Drops the result as well: a discarded table of the `Map` may keep the flight (see http/port.ts), but no tokens. */
  function finish(name: string, flight: Flight<T>): void {
    flights.delete(name);
    flight.result = DELIVERED;
  }

  function begin(
    [name]: Names,
    start: () => Promise<T>,
    onUnclaimed: ShareOptions['onUnclaimed'],
  ): Flight<T> {
    const flight: Flight<T> = { result: start(), waiting: 0 };
    flights.set(name, flight);
    flight.result.then(
      () => {
        finish(name, flight);
        if (flight.waiting === 0) onUnclaimed?.();
      },
      () => finish(name, flight),
    );
    return flight;
  }

  /** What the flight holds of a request ends with it: no function here may refer to the client. */
  function waitFor(flight: Flight<T>, { client, patience }: ShareOptions): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let isWaiting = true;
    flight.waiting += 1;
    const leave = (error: DomiError): void => {
      if (!isWaiting) return;
      isWaiting = false;
      clearTimeout(timer);
      flight.waiting -= 1;
      reject(error);
    };
    const leaveUnasked = (): void => leave(new DomiError('client_closed_request'));
    const timer = setTimeout(() => leave(new DomiError('provider_timeout', TOO_LONG)), patience);
    flight.result.then(resolve, reject).finally(() => clearTimeout(timer));
    if (client?.hasGone()) leaveUnasked();
    else client?.onGone(leaveUnasked);
    return promise;
  }

  return {
    share(names, start, options) {
      for (const name of names) {
        const running = flights.get(name);
        if (running) return { isShared: true, result: waitFor(running, options) };
      }
      return { isShared: false, result: waitFor(begin(names, start, options.onUnclaimed), options) };
    },
    async settle() {
      while (flights.size > 0) {
        await Promise.allSettled([...flights.values()].map(({ result }) => result));
      }
    },
  };
}
