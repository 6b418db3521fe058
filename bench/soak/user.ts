import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../../test/helpers/http.ts';
import { openRaw } from '../../test/helpers/raw-connection.ts';
import { ask } from './ask.ts';
import type { Books } from './books.ts';
import { choose, chooseWeighted } from './random.ts';
import type { Replica } from './replica.ts';
import { signIn } from './sign-in.ts';
import type { Site } from './site.ts';

export interface Person {
  /** The last number of its address. */
  readonly number: number;
  /** Presents its tokens to any replica, which is safe only while the store is there. */
  readonly isRoving: boolean;
}

interface Tokens {
  readonly refresh: string;
  readonly access: string | undefined;
}

const DEEDS = { refresh: 60, twins: 8, hangUp: 8, again: 8, stale: 6, revoke: 4, signIn: 6 } as const;

/** Milliseconds between two deeds. */
const PAUSE = 500;
/** A client that is asked to wait longer comes earlier, so that a short soak sees more. */
const LONGEST_WAIT = 2000;

/** A proxy leads equal tokens to the same replica, as docs/refresh.md asks for. */
function leadTo(token: string, replicas: readonly Replica[]): readonly Replica[] {
  const sum = [...token].reduce((total, sign) => total + sign.charCodeAt(0), 0);
  return [replicas[sum % replicas.length] as Replica];
}

/**
 * One person with one mail file, until `isOver`; nothing that it has asked for is left open then.
 */
export async function beUser(
  { number, isRoving }: Person,
  site: Site,
  books: Books,
  isOver: () => boolean,
): Promise<void> {
  const { provider, random, replicas, tally } = site;
  const headers = { 'x-forwarded-for': `198.51.100.${number}` };
  let tokens: Tokens | undefined;
  let stale: string | undefined;
  let signedInAt = 0;

  const chooseReplica = (token: string): Replica =>
    choose(isRoving ? replicas : leadTo(token, replicas), random);

  const present = (kind: string, path: string, token: string): Promise<Answer | undefined> =>
    ask(tally, kind, chooseReplica(token).web + path, {
      headers: { ...headers, authorization: `Bearer ${token}` },
    });

  const presentRefresh = (kind: string, token: string): Promise<Answer | undefined> =>
    present(kind, '/dominoZoomRefresh', token);

  function take(presented: string, answer: Answer): Tokens {
    const { refresh_token = '', access_token } = JSON.parse(answer.body) as Record<string, string>;
    books.delivered.add(refresh_token);
    if (refresh_token !== provider.findSuccessor(presented))
      tally.breach('replay', `${presented} was answered with ${answer.body}`);
    return { refresh: refresh_token, access: access_token };
  }

  /** @returns undefined when a new sign-in is needed */
  async function refresh(kind: string, token: string): Promise<Tokens | undefined> {
    for (;;) {
      const answer = await presentRefresh(kind, token);
      if (answer?.status === 200) return take(token, answer);
      if (answer?.status === 400) {
        checkRefusal(token, answer);
        return undefined;
      }
      if (answer && ![429, 502, 503, 504].includes(answer.status))
        tally.breach('meaning', `${kind}: ${answer.status} ${answer.body}`);
      await delay(Math.min(LONGEST_WAIT, Number(answer?.headers['retry-after'] ?? 0.2) * 1000));
    }
  }

  function checkRefusal(token: string, { body }: Answer): void {
    if (!body.includes('"invalid_grant"')) tally.breach('meaning', `a refresh: 400 ${body}`);
    if (provider.isGood(token)) tally.breach('goodToken', `${token}: ${body}`);
    else if (provider.hasSpoiled(token)) tally.count('lost answer', 'spoiled by the provider');
    else books.refused.push({ token, isRoving, beganAt: signedInAt, body });
  }

  async function refreshOnce(kind: string): Promise<void> {
    if (tokens === undefined) return;
    const spent = tokens.refresh;
    tokens = await refresh(kind, spent);
    stale = tokens && spent;
  }

  const deeds: Readonly<Record<keyof typeof DEEDS, () => Promise<void>>> = {
    refresh: () => refreshOnce('refresh'),
    async twins() {
      const token = tokens?.refresh as string;
      const [first, second] = await Promise.all([refresh('twin', token), refresh('twin', token)]);
      tokens = first ?? second;
      stale = tokens && token;
    },
    async hangUp() {
      const connection = openRaw(chooseReplica(tokens?.refresh as string).web);
      connection.write(
        `GET /dominoZoomRefresh HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokens?.refresh}\r\n\r\n`,
      );
      await delay(random() * 40);
      connection.destroy();
      await refreshOnce('after hanging up');
    },
    async again() {
      const token = tokens?.refresh as string;
      await refreshOnce('refresh');
      if (tokens === undefined) return;
      const answer = await presentRefresh('again', token);
      if (answer?.status === 200) take(token, answer);
    },
    async stale() {
      if (stale === undefined) return;
      const old = stale;
      await refreshOnce('refresh');
      if (tokens === undefined) return;
      const answer = await presentRefresh('stale copy', old);
      if (answer?.status === 200) take(old, answer);
    },
    async revoke() {
      if (tokens?.access === undefined) return;
      for (;;) {
        const answer = await present('revoke', '/dominoZoomRevoke', tokens.access);
        if (answer?.status === 200) break;
        if (answer && ![429, 502, 503, 504].includes(answer.status))
          tally.breach('meaning', `a revocation: ${answer.status} ${answer.body}`);
        await delay(300);
      }
      if (provider.isGood(tokens.refresh)) tally.breach('meaning', 'a revoked grant is still good');
      tokens = undefined;
    },
    async signIn() {
      tokens = undefined;
    },
  };

  while (!isOver()) {
    if (tokens === undefined) {
      stale = undefined;
      signedInAt = performance.now();
      const token = await signIn(site, headers, isRoving);
      if (token !== undefined) {
        books.delivered.add(token);
        tokens = { refresh: token, access: undefined };
      }
    } else {
      await deeds[chooseWeighted(DEEDS, random)]();
    }
    await delay(PAUSE * (0.5 + random()));
  }
}
