/** Client credentials that every target sends to the stub. */
export const CLIENT = { id: 'bench-id', secret: 'bench-secret-of-a-usual-length-0123456789' } as const;

export interface TargetStart {
  readonly tokenEndpoint: string;
}

/** Reads the arguments of a yardstick, and makes it exit on SIGTERM. */
export function beginTarget(): TargetStart {
  const [, , tokenEndpoint] = process.argv;
  if (tokenEndpoint === undefined) throw new Error('the address of the token endpoint is missing');
  // Without a handler the signal would kill the process before it writes its profile.
  process.once('SIGTERM', () => process.exit());
  return { tokenEndpoint };
}
