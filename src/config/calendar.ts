/** The date as an argument, which knows how long a result that depends on it holds. */
export interface Calendar {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Every comparison with the date is made here. */
  hasPassed(time: number): boolean;
  /** The soonest moment at which a comparison comes out differently: milliseconds since 1970; undefined: never. */
  findNextChange(): number | undefined;
}

export function createCalendar(date: Date): Calendar {
  const now = date.getTime();
  let next: number | undefined;
  return {
    now,
    hasPassed(time) {
      if (time <= now) return true;
      if (next === undefined || time < next) next = time;
      return false;
    },
    findNextChange: () => next,
  };
}
