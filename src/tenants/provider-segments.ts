import { OWN_SEGMENTS } from './own-segments.ts';

/** The fields of a provider that name its addresses. */
export interface ProviderPaths {
  readonly path: string;
  readonly callback: string;
  readonly webhook?: { readonly path: string } | undefined;
}

/** First path segments that one field of a provider takes. */
export interface TakenSegments {
  readonly field: 'path' | 'callback' | 'webhook.path';
  readonly segments: readonly string[];
}

/** Lists every address of a provider by the field that names it: start, token page, refresh, revoke, redirect URI, webhook. */
export function listSegments({ path, callback, webhook }: ProviderPaths): TakenSegments[] {
  return [
    { field: 'path', segments: [path, `${path}Refresh`, `${path}Revoke`] },
    { field: 'callback', segments: [callback] },
    ...(webhook ? [{ field: 'webhook.path' as const, segments: [webhook.path] }] : []),
  ];
}

const OWN: ReadonlySet<string> = new Set(Object.values(OWN_SEGMENTS));

/** Whether the service answers at this segment itself. */
export function isOwnSegment(segment: string): boolean {
  return OWN.has(segment);
}

/** Whether the routes of Notes answer at this segment, for whatever provider: they come before callbacks and webhooks. */
export function isTokenSegment(segment: string): boolean {
  return /(Refresh|Revoke)$/.test(segment);
}
