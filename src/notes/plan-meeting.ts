import type { MeetingDetails } from './notes-services.ts';

export interface MeetingPlan {
  readonly subject: string;
  /** In an hour by default. */
  readonly start?: Date;
  readonly minutes: number;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The details of a new meeting. */
export function planMeeting({ subject, start, minutes }: MeetingPlan, now: Date): MeetingDetails {
  const begin = start ?? new Date(now.getTime() + HOUR_MS);
  return { subject, start: begin, end: new Date(begin.getTime() + minutes * MINUTE_MS) };
}
