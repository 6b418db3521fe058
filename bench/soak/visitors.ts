import { setTimeout as delay } from 'node:timers/promises';
import { openRaw } from '../../test/helpers/raw-connection.ts';
import { waitAtMost } from '../../test/helpers/wait-at-most.ts';
import { createRemoval, signDelivery } from '../../test/helpers/zoom-webhooks.ts';
import { ask } from './ask.ts';
import { choose } from './random.ts';
import { type Site, WEBHOOK_SECRET } from './site.ts';

/** Everybody but the users of Notes: each comes again and again until `isOver`. */
export type Visitor = (site: Site, isOver: () => boolean) => Promise<void>;

const PAGES = [
  '/',
  '/index.html',
  '/dominoZoom/token.html',
  '/nothing/here',
  '/zoomCallback?state=x&code=y',
  '//a',
];
const LANGUAGES = ['de', 'fr-CH, en;q=0.5', '*', ';;q=,', 'ja'];

export const VISITORS: readonly Visitor[] = [
  ...Array.from({ length: 3 }, () => readPages),
  ...Array.from({ length: 3 }, () => talkNonsense),
  askDiag,
  deliverEvents,
  scrape,
];

/** A visitor that does the same thing again and again. */
async function repeat(
  site: Site,
  isOver: () => boolean,
  pause: number,
  act: () => Promise<void>,
): Promise<void> {
  while (!isOver()) {
    await act();
    await delay(pause * (0.5 + site.random()));
  }
}

const chooseWeb = ({ replicas, random }: Site): string => choose(replicas, random).web;

async function readPages(site: Site, isOver: () => boolean): Promise<void> {
  await repeat(site, isOver, 60, async () => {
    const headers = { accept: 'text/html', 'accept-language': choose(LANGUAGES, site.random) };
    const answer = await ask(site.tally, 'page', chooseWeb(site) + choose(PAGES, site.random), { headers });
    if (answer && ![200, 302, 303, 400, 404, 429, 503].includes(answer.status))
      site.tally.breach('meaning', `a page: ${answer.status} ${answer.body.slice(0, 200)}`);
  });
}

async function askDiag(site: Site, isOver: () => boolean): Promise<void> {
  await repeat(site, isOver, 60, async () => {
    const answer = await ask(site.tally, 'diag', `${chooseWeb(site)}/diag`);
    if (answer && ![200, 429, 503].includes(answer.status))
      site.tally.breach('meaning', `diag: ${answer.status}`);
  });
}

async function deliverEvents(site: Site, isOver: () => boolean): Promise<void> {
  await repeat(site, isOver, 150, async () => {
    const secret = site.random() < 0.7 ? WEBHOOK_SECRET : 'not-the-secret';
    const event = site.random() < 0.8 ? createRemoval() : choose(['', '{', '[]', '{"event":7}'], site.random);
    const { body, headers } = signDelivery(event, secret);
    const times = site.random() < 0.2 ? 2 : 1;
    for (let round = 0; round < times; round += 1) {
      const url = `${chooseWeb(site)}/zoomWebhook`;
      const answer = await ask(site.tally, 'webhook', url, { method: 'POST', headers, body });
      const isForged = secret !== WEBHOOK_SECRET;
      if (answer && isForged && answer.status < 400)
        site.tally.breach('meaning', `a forged event got ${answer.status}`);
    }
  });
}

async function scrape(site: Site, isOver: () => boolean): Promise<void> {
  await repeat(site, isOver, 500, async () => {
    for (const { management } of site.replicas) {
      for (const path of ['/metrics', '/readyz', '/livez']) {
        const answer = await ask(site.tally, 'management', management + path);
        if (answer && answer.status !== 200) site.tally.breach('meaning', `${path}: ${answer.status}`);
      }
    }
  });
}

/** Bytes that are no request, or one that nobody should send; and connections that say nothing. */
const NONSENSE: readonly ((random: () => number) => string)[] = [
  () => '',
  () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  () => 'GET / HTTP/9.9\r\n\r\n',
  () => 'GET /dominoZoomRefresh HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \x01\xff\r\n\r\n',
  () => 'GET /dominoZoomRefresh HTTP/1.1\r\nHost: x\r\nAuthorization: Basic Zm9vOmJhcg==\r\n\r\n',
  () => 'POST /zoomWebhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf',
  () => 'POST /dominoZoomRevoke HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  () => 'GET /diag HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20),
  () => `GET /?${'a'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  () => `GET / HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(2500)}\r\n`,
  () => 'GET /dominoZoom/index.html HTTP/1.1\r\nHost: domi.example.com\r\nCookie: a=b; a=c; =;;;\r\n\r\n',
  (random) => Array.from({ length: 200 }, () => String.fromCharCode(Math.floor(random() * 256))).join(''),
];

async function talkNonsense(site: Site, isOver: () => boolean): Promise<void> {
  await repeat(site, isOver, 100, async () => {
    const text = choose(NONSENSE, site.random)(site.random);
    const connection = openRaw(chooseWeb(site));
    connection.write(Buffer.from(text, 'latin1'));
    await waitAtMost(50 + site.random() * 400, connection.closed);
    connection.destroy();
    const status = /^HTTP\/1\.1 (\d+)/.exec(connection.received)?.[1];
    site.tally.count('nonsense', status ?? 'left without an answer');
    if (status === '500') site.tally.breach('answered', `500 for ${JSON.stringify(text.slice(0, 100))}`);
  });
}
