import type { StoreEndpoints } from './store-endpoints.ts';

/** Milliseconds for the connection, TLS and the login. */
export const CONNECT_TIMEOUT = 2000;

/**
 * What every connection of the `redis` package gets. It never waits or reconnects by itself: commands would wait with it,
 * and the next connection may have to lead elsewhere. It sends nothing but the login, so no rights are needed for that.
 */
export function buildClientOptions({ username, password }: Login) {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
  } as const;
}

type Login = Pick<StoreEndpoints, 'username' | 'password'>;

export function buildSocketOptions(isTls: boolean) {
  const options = { connectTimeout: CONNECT_TIMEOUT, reconnectStrategy: false } as const;
  return isTls ? ({ ...options, tls: true } as const) : options;
}
