import { DomiError } from '../oauth/errors.ts';
import type { Names } from '../sealing/fingerprint.ts';

/**
 * Work in progress, by name: whoever asks for the same meanwhile shares it. The one place where work is handed over as a
 * function, since it belongs to no request: a request that ends changes nothing for it.
 */
export interface Flights<T> {
  join(names: Names, start: () => Promise<T>, options?: JoinOptions): Boarding<T>;
  /** Resolves when no work is in progress, that which begins meanwhile included. */
  settle(): Promise<void>;
}

export interface JoinOptions {
  readonly client?: Client | undefined;
  /** Called when the work that this request started has succeeded and nobody waits for it any more. */
  readonly onUnclaimed?: () => void;
}

export interface Boarding<T> {
  /** Whether another request had started the work. */
  readonly isShared: boolean;
  /** Rejects with `client_closed_request` when the client leaves, else with what the work throws. */
  readonly result: Promise<T>;
}

/** Who waits for the work. The work never holds it, since it may hold a request that is over before the work is. */
export interface Client {
  hasGone(): boolean;
  /** Calls once, when the client leaves before its response is complete. */
  onGone(listener: () => void): void;
}

interface Flight<T> {
  result: Promise<T>;
  waiting: number;
}

/** In place of a result that everybody has. */
const LANDED = new Promise<never>(() => undefined);

export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>();

  /** A table that the `Map` has given up may keep the flight, as in http/port.ts, but no tokens. */
  function land(name: string, flight: Flight<T>): void {
    flights.delete(name);
    flight.result = LANDED;
  }

  function takeOff(
    [name]: Names,
    start: () => Promise<T>,
    onUnclaimed: JoinOptions['onUnclaimed'],
  ): Flight<T> {
    const flight: Flight<T> = { result: start(), waiting: 0 };
    flights.set(name, flight);
    flight.result.then(
      () => {
        land(name, flight);
        if (flight.waiting === 0) onUnclaimed?.();
      },
      () => land(name, flight),
    );
    return flight;
  }

  function board(flight: Flight<T>, client: Client | undefined): Promise<T> {
    flight.waiting += 1;
    if (client === undefined) return flight.result;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        flight.waiting -= 1;
        reject(new DomiError('client_closed_request'));
      };
      if (client.hasGone()) {
        leave();
        return;
      }
      client.onGone(leave);
      flight.result.then(resolve, reject);
    });
  }

  return {
    join(names, start, { client, onUnclaimed } = {}) {
      for (const name of names) {
        const running = flights.get(name);
        if (running) return { isShared: true, result: board(running, client) };
      }
      return { isShared: false, result: board(takeOff(names, start, onUnclaimed), client) };
    },
    async settle() {
      while (flights.size > 0) {
        await Promise.allSettled([...flights.values()].map(({ result }) => result));
      }
    },
  };
}
