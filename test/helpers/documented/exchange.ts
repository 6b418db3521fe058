/** A request and its answer, as a client saw them. */
export interface Exchange {
  readonly port: 'web' | 'management';
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export function readHeader({ headers }: Pick<Exchange, 'headers'>, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'object' ? value.join(', ') : value;
}

/** @returns `application/json` for `application/json; charset=utf-8` */
export function readMediaType(exchange: Pick<Exchange, 'headers'>): string {
  return readHeader(exchange, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
