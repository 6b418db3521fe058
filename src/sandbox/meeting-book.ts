import type { SandboxMeeting } from './sandbox-types.ts';

/** Every meeting of the sandbox; one book for all services. */
export interface MeetingBook {
  readonly all: readonly SandboxMeeting[];
  /** How many have been made, the deleted ones included: ids are not used twice. */
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
