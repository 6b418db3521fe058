/**
 * What a request is for. Each purpose has budgets of its own, so that a flood of pages takes nothing from refreshes, and
 * overload stops the least important first.
 *
 * - `token`: a refresh or revocation with a bearer token.
 * - `signIn`: the callback and the token page, which end a sign-in that a user has begun.
 * - `page`: everything else, addresses that do not exist included.
 */
export type Purpose = 'token' | 'signIn' | 'page';
