import type { Meeting } from './sandbox-types.ts';

/** Every meeting of the sandbox; one book for all services. */
export interface MeetingBook {
  readonly all: readonly Meeting[];
  /** How many have been made, the deleted ones included: ids are not used twice. */
  readonly count: number;
  add(meeting: Meeting): void;
  find(service: Meeting['service'], id: string): Meeting | undefined;
  replace(meeting: Meeting): void;
  remove(meeting: Meeting): void;
}

export function createMeetingBook(): MeetingBook {
  const meetings = new Map<string, Meeting>();
  const toKey = ({ service, id }: Pick<Meeting, 'service' | 'id'>) => `${service}/${id}`;
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
