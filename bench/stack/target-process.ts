/** Client credentials that every target sends to the stub. */
export const CLIENT = { id: 'bench-id', secret: 'bench-secret-of-a-usual-length-0123456789' } as const;

export interface TargetStart {
  readonly tokenEndpoint: string;
}

/** What a yardstick gets from the process that starts it, and ends it with SIGTERM. */
export function beginTarget(): TargetStart {
  const [, , tokenEndpoint] = process.argv;
  if (tokenEndpoint === undefined) throw new Error('the address of the token endpoint is missing');
  // A process that is killed by the signal writes no profile.
  process.once('SIGTERM', () => process.exit());
  return { tokenEndpoint };
}
