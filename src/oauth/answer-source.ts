/**
 * Where the response to a grant came from.
 * - `provider`: a call of its own.
 * - `coalesced`: the call of another request with the same token, here or on another replica.
 * - `replayed`: the response to an earlier request with the same token, returned again.
 * - `known_dead`: refused without a call: the provider has refused this token before.
 * - `superseded`: refused without a call: the token is spent, since the provider has sent its successor.
 */
export type AnswerSource = 'provider' | 'coalesced' | 'replayed' | 'known_dead' | 'superseded';
