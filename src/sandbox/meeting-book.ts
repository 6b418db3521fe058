import type { SandboxMeeting } from './sandbox-types.ts';

/** The meetings of all services of the sandbox. */
export interface MeetingBook {
  readonly all: readonly SandboxMeeting[];
  /** Number of meetings so far, deleted ones included: ids are not reused. */
  readonly count: number;
  add(meeting: SandboxMeeting): void;
  find(service: SandboxMeeting['service'], id: string): SandboxMeeting | undefined;
  replace(meeting: SandboxMeeting): void;
  remove(meeting: SandboxMeeting): void;
}

export function createMeetingBook(): MeetingBook {
  const meetings = new Map<string, SandboxMeeting>();
  const toKey = ({ service, id }: Pick<SandboxMeeting, 'service' | 'id'>) => `${service}/${id}`;
  let count = 0;
  return {
    get all() {
      return [...meetings.values()];
    },
    get count() {
      return count;
    },
    add(meeting) {
      count += 1;
      meetings.set(toKey(meeting), meeting);
    },
    find: (service, id) => meetings.get(toKey({ service, id })),
    replace: (meeting) => void meetings.set(toKey(meeting), meeting),
    remove: (meeting) => void meetings.delete(toKey(meeting)),
  };
}
