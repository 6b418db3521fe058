export interface Contradiction {
  readonly what: string;
  readonly values: object;
  readonly sentence: RegExp;
  readonly release?: string;
}
