/** What is being worked on now. */
export interface InHand<T> {
  add(item: T): Place<T>;
  remove(place: Place<T>): void;
  list(): readonly T[];
}

/** Where an item is; empty from its removal on. */
export interface Place<T> {
  item: T | undefined;
  index: number;
}

/**
 * An own list instead of a `Set`, in which each request would stay for a while after its removal: the table that a `Set`
 * gives up when it makes room points to the next one and still to all that was in it, so that one such table among V8's
 * old objects keeps alive all later ones and their requests (docs/decisions/2026-11-25-garbage-of-a-request.md).
 */
export function createInHand<T>(): InHand<T> {
  const places: Place<T>[] = [];
  return {
    add(item) {
      const place = { item, index: places.length };
      places.push(place);
      return place;
    },
    remove(place) {
      if (places[place.index] !== place) return;
      const last = places.pop() as Place<T>;
      if (last !== place) {
        places[place.index] = last;
        last.index = place.index;
      }
      place.item = undefined;
    },
    list: () => places.map(({ item }) => item as T),
  };
}
