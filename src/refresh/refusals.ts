import { DomiError, isDomiError } from '../oauth/errors.ts';
import type { ReplayDenial } from '../observability/events.ts';

/** For the log. */
const REASONS: Readonly<Record<ReplayDenial, string>> = {
  successor_used: 'spent: its successor was used',
  too_often: 'spent: its response was replayed too often',
  expired: 'spent: the time for replays is over',
  not_kept: 'spent: its response was not kept',
  unreadable: 'spent: its response was sealed with another key',
};

/** The error for a token that is known to be dead, and so refused without a call. */
export function createDeadTokenError(): DomiError {
  return new DomiError('invalid_grant', { reason: 'known to be dead', source: 'known_dead' });
}

/** The error for a token that is spent, and so refused without a call. */
export function createSupersededError(denial: ReplayDenial): DomiError {
  return new DomiError('invalid_grant', {
    reason: REASONS[denial],
    description:
      'This token was replaced by a newer one, which did not arrive here or is in use elsewhere, for instance in another copy of the mail file. Get a new token.',
    source: 'superseded',
  });
}

export function isDeadToken(error: unknown): boolean {
  return isDomiError(error) && error.code === 'invalid_grant';
}
