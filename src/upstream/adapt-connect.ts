import type { Agent } from 'undici';
import type { Connect } from '../connections/connector.ts';
import { toEndpoint } from '../networks/endpoint.ts';

/** Lets undici use our connections: its interface has a callback. */
export function adaptConnect(connect: Connect): NonNullable<Agent.Options['connect']> {
  return (address, callback) => {
    connect(toEndpoint(address)).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}
