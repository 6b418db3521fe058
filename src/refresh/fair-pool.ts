/**
 * A fixed number of places for what is remembered of tokens, divided among tenants: a tenant over its share loses its own
 * oldest lots first, so it cannot evict those of others.
 */
export interface FairPool {
  /**
   * Takes a lot of places for one lifetime, and makes room for it.
   * @returns the first place, which names the lot, or undefined when the lot is larger than the tenant's share
   */
  take(tenantId: string, size: number): number | undefined;
  /** Whether a lot begins at this place and its lifetime is not over. */
  isHeld(first: number): boolean;
  /** The next place of the same lot, or undefined after the last. */
  next(place: number): number | undefined;
  /** Milliseconds until the lot expires. */
  timeLeft(first: number): number;
  release(first: number): void;
  /** Releases what has expired. */
  sweep(): void;
  /** How many places are taken. */
  countTaken(): number;
}

export interface FairPoolLimits {
  readonly places: number;
  /** Milliseconds, the same for all lots: the oldest lot of a tenant expires first. */
  readonly lifetime: number;
}

interface Holding {
  readonly tenantId: string;
  places: number;
  oldest: number;
  newest: number;
}

const NONE = -1;

/**
 * Keeps its lists in typed arrays, outside of V8's heap; the system allocates their memory when it is first written.
 * @param monotonic milliseconds that never go back
 */
export function createFairPool({ places, lifetime }: FairPoolLimits, monotonic: () => number): FairPool {
  const endsAt = new Float64Array(places);
  /** Of a lot that is taken, and of the free places. */
  const nextPlace = new Int32Array(places);
  /** Neighbours in the list of the tenant's lots, by their first places. */
  const newer = new Int32Array(places);
  const older = new Int32Array(places);
  const owners: (Holding | undefined)[] = [];
  const holdings = new Map<string, Holding>();
  let freeList = NONE;
  /** Places from here on have never been used. */
  let untouched = 0;
  let free = places;
  /** Goes round, so that it does not always find the same tenant. */
  let round = holdings.values();

  function takePlace(): number {
    free -= 1;
    if (freeList === NONE) return untouched++;
    const place = freeList;
    freeList = nextPlace[place] as number;
    return place;
  }

  function release(first: number): void {
    const owner = owners[first];
    if (owner === undefined) return;
    owners[first] = undefined;
    endsAt[first] = 0;
    const [before, after] = [older[first] as number, newer[first] as number];
    if (before === NONE) owner.oldest = after;
    else newer[before] = after;
    if (after === NONE) owner.newest = before;
    else older[after] = before;
    for (let place = first; place !== NONE; ) {
      const following = nextPlace[place] as number;
      nextPlace[place] = freeList;
      freeList = place;
      free += 1;
      owner.places -= 1;
      place = following;
    }
  }

  function findOverShare(share: number): Holding | undefined {
    for (let ends = 0; ends < 2; ) {
      const { value, done } = round.next();
      if (value !== undefined && value.places > share) return value;
      if (!done) continue;
      round = holdings.values();
      ends += 1;
    }
    return undefined;
  }

  /** Others have more than their shares in sum when this tenant is below its own, so that one of them is over it. */
  function makeRoom(owner: Holding, size: number): boolean {
    const share = places / holdings.size;
    if (size > Math.max(share, free + owner.places)) return false;
    while (free < size) {
      const giver = owner.places > 0 && owner.places + size > share ? owner : findOverShare(share);
      if (giver === undefined) return false;
      release(giver.oldest);
    }
    return true;
  }

  function findHolding(tenantId: string): Holding {
    const known = holdings.get(tenantId);
    if (known !== undefined) return known;
    const holding = { tenantId, places: 0, oldest: NONE, newest: NONE };
    holdings.set(tenantId, holding);
    return holding;
  }

  function enqueue(owner: Holding, first: number): void {
    owners[first] = owner;
    endsAt[first] = monotonic() + lifetime;
    older[first] = owner.newest;
    newer[first] = NONE;
    if (owner.newest === NONE) owner.oldest = first;
    else newer[owner.newest] = first;
    owner.newest = first;
  }

  return {
    take(tenantId, size) {
      const owner = findHolding(tenantId);
      if (!makeRoom(owner, size)) return undefined;
      const first = takePlace();
      let last = first;
      for (let count = 1; count < size; count += 1) {
        const place = takePlace();
        // It may have begun another lot.
        endsAt[place] = 0;
        nextPlace[last] = place;
        last = place;
      }
      nextPlace[last] = NONE;
      owner.places += size;
      enqueue(owner, first);
      return first;
    },
    isHeld: (first) => (endsAt[first] ?? 0) > monotonic(),
    next(place) {
      const following = nextPlace[place] as number;
      return following === NONE ? undefined : following;
    },
    timeLeft: (first) => (endsAt[first] ?? 0) - monotonic(),
    release,
    sweep() {
      const now = monotonic();
      for (const holding of holdings.values()) {
        while (holding.oldest !== NONE && (endsAt[holding.oldest] as number) <= now) release(holding.oldest);
        if (holding.places === 0) holdings.delete(holding.tenantId);
      }
    },
    countTaken: () => places - free,
  };
}
