/** A provider file as it was read. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** Where something stands in the provider file: `['providers', 'zoom', 'scopes']`. */
export type FilePath = readonly string[];

/** A place of which only the address is known so far; line and column are worked out when there is a report. */
export interface Spot {
  /** The places that may define it, the most likely first; the nearest one around them that exists is reported. */
  readonly paths: readonly FilePath[];
  /** The name of a field, in place of its value. */
  readonly part?: 'name';
  /** When the fault is one of a single file. */
  readonly file?: SourceFile;
  /** Instead of a path, when a file cannot be parsed. */
  readonly offset?: number;
}

/** A variable of the environment, or a spot of the provider file. */
export type Where = string | Spot;

/** The same spot, further in; what does not exist there is reported at the nearest place around it. */
export function within(where: Where, ...parts: readonly string[]): Where {
  return typeof where === 'string'
    ? where
    : { ...where, paths: where.paths.map((path) => [...path, ...parts]) };
}
