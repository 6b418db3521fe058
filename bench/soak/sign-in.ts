import { type Answer, CookieJar } from '../../test/helpers/http.ts';
import { readShownToken } from '../../test/helpers/read-shown-token.ts';
import { choose } from './random.ts';
import { PUBLIC_HOST, type Site } from './site.ts';

let codes = 0;

/** The code says whose it is, since the provider sees nothing else. */
const ROVING = 'roving';
export const isRoving = (code: string): boolean => code.startsWith(ROVING);

/**
 * From the start page to the token, each step at any replica.
 * @returns undefined when the sign-in failed: its user begins again
 */
export async function signIn(
  { replicas, random, tally, provider }: Site,
  headers: Readonly<Record<string, string>>,
  roves: boolean,
): Promise<string | undefined> {
  const jar = new CookieJar();

  async function get(step: string, path: string): Promise<Answer | undefined> {
    const { web } = choose(replicas, random);
    const answer = await jar.get(web + path, { host: PUBLIC_HOST, ...headers }).catch(() => undefined);
    tally.count(step, answer?.status ?? 'the connection broke');
    if (answer === undefined || answer.status === 500)
      tally.breach('answered', `${step}: ${answer?.body.slice(0, 300) ?? 'the connection broke'}`);
    return answer;
  }

  const start = await get('sign-in: start', '/dominoZoom/index.html');
  if (start?.status !== 302) return undefined;
  const state = new URL(start.headers.location ?? '').searchParams.get('state') ?? '';
  codes += 1;
  const query = new URLSearchParams({ code: `${roves ? ROVING : 'steady'}-${codes}`, state });
  const back = await get('sign-in: callback', `/zoomCallback?${query}`);
  if (back?.status !== 303) {
    if (back?.status === 400) tally.breach('meaning', 'a callback does not find its sign-in');
    return undefined;
  }
  const page = await get('sign-in: token page', '/dominoZoom/token.html');
  if (page?.status !== 200) return undefined;
  const token = readShownToken(page);
  if (token === undefined || !provider.isGood(token)) {
    tally.breach('meaning', 'a token page without a good token');
    return undefined;
  }
  return token;
}
