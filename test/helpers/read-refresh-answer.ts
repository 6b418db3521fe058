import { expect } from 'chai';
import type { Answer } from './http.ts';

const HINTS = ['expires_at', 'refresh_expires_at', 'refresh_before'] as const;

export interface RefreshAnswer {
  /** When the tokens end, as milliseconds since 1970; absent when the answer does not say it. */
  readonly hints: Readonly<Partial<Record<(typeof HINTS)[number], number>>>;
  /** Everything else: it does not depend on the time. */
  readonly tokens: Readonly<Record<string, unknown>>;
}

/** Takes the answer to a refresh apart. */
export function readRefreshAnswer({ body }: Answer): RefreshAnswer {
  const tokens: Record<string, unknown> = JSON.parse(body);
  const hints: Partial<Record<(typeof HINTS)[number], number>> = {};
  for (const name of HINTS) {
    const value = tokens[name];
    delete tokens[name];
    if (value === undefined) continue;
    expect(value, name).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    hints[name] = Date.parse(value as string);
  }
  return { hints, tokens };
}
