import type { Answer } from './http.ts';

/** @returns the refresh token that a token page shows, as it stands in the HTML; undefined for a page without one */
export function readShownToken({ body }: Pick<Answer, 'body'>): string | undefined {
  return /id="refreshToken"[^>]*>([^<]+)</.exec(body)?.[1];
}
