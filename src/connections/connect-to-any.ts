import net, { type Socket } from 'node:net';
import { ConnectError, readErrorCode } from './connection-error.ts';

/** Milliseconds from one attempt to the next (RFC 8305 section 5), if all attempts fit into half of the time then. */
const ATTEMPT_DELAY = 250;

/**
 * Connects to the address that answers first (RFC 8305): the next attempt begins when the last one has failed or is
 * slow, and no attempt ends the others. Node's own choice of an address (`autoSelectFamily`) ends each attempt before
 * the next, so that a slow but living address loses to a dead one.
 * @param addresses at least one
 * @param timeout milliseconds for all attempts together
 * @throws ConnectError
 */
export function connectToAny(addresses: readonly string[], port: number, timeout: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const waiting = alternateFamilies(addresses);
    const delay = Math.min(ATTEMPT_DELAY, timeout / 2 / waiting.length);
    const open = new Set<Socket>();
    const failures = new Set<string>();
    let next: NodeJS.Timeout | undefined;
    const end = setTimeout(() => fail('time-out in phase connect'), timeout);

    function settle(): void {
      clearTimeout(end);
      clearTimeout(next);
      for (const socket of open) socket.destroy();
    }

    function fail(reason: string): void {
      settle();
      reject(new ConnectError(reason));
    }

    function attempt(): void {
      clearTimeout(next);
      const address = waiting.shift();
      if (address === undefined) return;
      const socket = net.connect({ host: address, port, noDelay: true });
      open.add(socket);
      socket.once('connect', () => {
        open.delete(socket);
        settle();
        resolve(socket);
      });
      // Stays: an error between two owners of the socket must not end the process.
      socket.on('error', (error) => {
        if (!open.delete(socket)) return;
        failures.add(readErrorCode(error));
        if (waiting.length > 0) attempt();
        else if (open.size === 0) fail([...failures].join(', '));
      });
      if (waiting.length > 0) next = setTimeout(attempt, delay);
    }

    attempt();
  });
}

/** The families in turn, beginning with that of the first address (RFC 8305 section 4). */
function alternateFamilies(addresses: readonly string[]): string[] {
  const [first = ''] = addresses;
  const firstFamily = addresses.filter((address) => net.isIP(address) === net.isIP(first));
  const otherFamily = addresses.filter((address) => net.isIP(address) !== net.isIP(first));
  return addresses
    .flatMap((_, index) => [firstFamily[index], otherFamily[index]])
    .filter((address) => address !== undefined);
}
