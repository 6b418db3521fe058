import { isRoving } from './sign-in.ts';
import type { Site } from './site.ts';
import type { TracedToken } from './soak-provider.ts';

/** What clients have received, against what the provider has issued. */
export interface Books {
  /** Refresh tokens that a client has received. */
  readonly delivered: Set<string>;
  /** Tokens that were called dead although their clients had no successor, for no reason that the provider knows. */
  readonly refused: RefusedToken[];
}

export interface RefusedToken {
  readonly token: string;
  /** Whether its client presents its tokens to any replica. */
  readonly isRoving: boolean;
  /** When its client signed in, on the monotonic clock. */
  readonly beganAt: number;
  readonly body: string;
}

export function openBooks(): Books {
  return { delivered: new Set(), refused: [] };
}

/** Called when every client has what it has asked for: only then all lines about the store have been read. */
export function checkBooks(
  { delivered, refused }: Books,
  { provider, tally, hadOutageSince }: Pick<Site, 'provider' | 'tally' | 'hadOutageSince'>,
): void {
  const isExcused = ({ code, beganAt }: TracedToken): boolean => isRoving(code) && hadOutageSince(beganAt);
  for (const ended of provider.takeEnded()) {
    if (isExcused(ended)) tally.count('family', 'ended for want of the store');
    else tally.breach('family', `${ended.token} died with its family, which began with ${ended.code}`);
  }
  for (const issued of provider.takeIssued()) {
    if (delivered.has(issued.token)) tally.count('token', 'delivered');
    else if (isExcused(issued)) tally.count('token', 'lost for want of the store');
    else tally.breach('delivered', `${issued.token} was issued, and reached nobody`);
  }
  for (const { token, isRoving: roves, beganAt, body } of refused) {
    if (roves && hadOutageSince(beganAt)) tally.count('lost answer', 'for want of the store');
    else tally.breach('delivered', `the answer to ${token} is lost: ${body}`);
  }
  if (provider.refusedSecrets > 0)
    tally.breach(
      'credentials',
      `${provider.refusedSecrets} requests with a secret that the provider does not know`,
    );
}
