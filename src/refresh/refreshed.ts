import type { AnswerSource } from '../oauth/answer-source.ts';
import type { TokenSet } from '../oauth/token-response.ts';

/** The result of a refresh: the tokens, and where they came from. */
export interface Refreshed {
  readonly tokens: TokenSet;
  readonly source: AnswerSource;
}
