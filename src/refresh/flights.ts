import { DomiError } from '../oauth/errors.ts';
import type { Names } from '../sealing/fingerprint.ts';

/** Work in hand, by name: whoever asks for the same meanwhile shares it. */
export interface Flights<T> {
  /**
   * Joins the work of that name, or starts it. It belongs to no caller: one that leaves changes nothing for the work.
   * @throws DomiError `client_closed_request` to a caller that has gone, else what the work throws
   */
  join(names: Names, start: () => Promise<T>, events: FlightEvents, client?: Client): Promise<T>;
  /** Resolves when no work is in hand, that which begins meanwhile included. */
  settle(): Promise<void>;
}

/** Who waits for the work. The work never holds it, since it may hold a request that is over before the work is. */
export interface Client {
  hasGone(): boolean;
  /** Calls once, when the client goes before its answer is complete. */
  onGone(listener: () => void): void;
}

export interface FlightEvents {
  joined(): void;
  /** The work succeeded when every caller had left. */
  unclaimed(): void;
}

interface Flight<T> {
  result: Promise<T>;
  callers: number;
}

/** In place of a result that everybody has. */
const LANDED = new Promise<never>(() => undefined);

export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>();

  /** A table that the `Map` has given up may keep the flight, as in http/create-port.ts, but no tokens. */
  function land(name: string, flight: Flight<T>): void {
    flights.delete(name);
    flight.result = LANDED;
  }

  function takeOff([name]: Names, start: () => Promise<T>, events: FlightEvents): Flight<T> {
    const flight: Flight<T> = { result: start(), callers: 0 };
    flights.set(name, flight);
    flight.result.then(
      () => {
        land(name, flight);
        if (flight.callers === 0) events.unclaimed();
      },
      () => land(name, flight),
    );
    return flight;
  }

  function board(flight: Flight<T>, client: Client | undefined): Promise<T> {
    flight.callers += 1;
    if (client === undefined) return flight.result;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        flight.callers -= 1;
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

  function find(names: Names): Flight<T> | undefined {
    for (const name of names) {
      const flight = flights.get(name);
      if (flight !== undefined) return flight;
    }
    return undefined;
  }

  return {
    join(names, start, events, client) {
      const running = find(names);
      if (running !== undefined) events.joined();
      return board(running ?? takeOff(names, start, events), client);
    },
    async settle() {
      while (flights.size > 0) {
        await Promise.allSettled([...flights.values()].map(({ result }) => result));
      }
    },
  };
}
