/** A provider file as it was read. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** Where in a provider file its content would stand: `['tenants', 'acme']` for the file of one tenant. */
  readonly at?: FilePath;
}

/** The path to a value in the provider file: `['providers', 'zoom', 'scopes']`. */
export type FilePath = readonly string[];

/** A place by its path; line and column are computed only for a report. */
export interface Spot {
  /** The paths that may define it, the most likely first; if none exists, their nearest parent is reported. */
  readonly paths: readonly FilePath[];
  /** Points to the name of the field instead of its value. */
  readonly part?: 'name';
  /** The file, for a fault that concerns a single one. */
  readonly file?: SourceFile;
  /** Offset in the file, instead of a path, when it cannot be parsed. */
  readonly offset?: number;
}

/** A variable of the environment, or a spot of the provider file. */
export type Where = string | Spot;

/** A spot inside another one; if it does not exist, its nearest parent is reported. */
export function within(where: Where, ...parts: readonly string[]): Where {
  return typeof where === 'string'
    ? where
    : { ...where, paths: where.paths.map((path) => [...path, ...parts]) };
}
