import { type Books, openBooks } from './books.ts';
import type { Site } from './site.ts';
import { beUser } from './user.ts';
import { VISITORS } from './visitors.ts';

/** Every fourth of them roves, if there is a store. */
const USERS = 32;

export interface Traffic {
  readonly books: Books;
  /** Resolves when every client has what it has asked for. */
  end(): Promise<void>;
}

export function startTraffic(site: Site): Traffic {
  const books = openBooks();
  let isOver = false;
  const everybody = [
    ...Array.from({ length: USERS }, (_, index) =>
      beUser(
        { number: index + 1, isRoving: site.store !== undefined && index % 4 === 0 },
        site,
        books,
        () => isOver,
      ),
    ),
    ...VISITORS.map((visit) => visit(site, () => isOver)),
  ];
  return {
    books,
    async end() {
      isOver = true;
      await Promise.all(everybody);
    },
  };
}
