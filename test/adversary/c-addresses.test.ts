import { expect } from 'chai';
import type { ScriptedProvider } from '../helpers/scripted-provider.ts';
import { atEntrances, HOST, limitAddresses, openEntrance } from './entrances.ts';

const EVIL = 'evil.example.com';

/** All ways to claim another address that a proxy or a framework might believe. */
const CLAIMS = {
  'x-forwarded-host': EVIL,
  'x-forwarded-server': EVIL,
  'x-forwarded-port': '6666',
  'x-forwarded-uri': `/${EVIL}`,
  'x-forwarded-prefix': `/${EVIL}`,
  'x-original-url': `/${EVIL}`,
  'x-rewrite-url': `/${EVIL}`,
  'x-host': EVIL,
  forwarded: `host=${EVIL};proto=gopher`,
  referer: `https://${EVIL}/`,
};
const UNDERSCORED = Object.fromEntries(
  Object.entries(CLAIMS).map(([header, value]) => [header.replaceAll('-', '_'), value]),
);

const PATHS = [
  '/',
  '/dominoZoom/index.html',
  '/zoomCallback?code=x',
  '/dominoZoom/token.html',
  '/dominoZoomRefresh',
  '/diag',
  '/nope',
];

const oneTenant = ({ providerFile }: ScriptedProvider): object => ({
  ...providerFile,
  tenants: { acme: { publicUrl: 'https://acme.example.com', providers: { zoom: {} } } },
});

describe('attacks by addresses that a client claims', function () {
  this.timeout(60_000);
  atEntrances((name, at) => {
    async function expectNoTrace(headers: Record<string, string>): Promise<void> {
      for (const path of PATHS) {
        const answer = await at().get(path, { accept: 'text/html', ...headers });
        expect(JSON.stringify([answer.headers, answer.body]), path).to.not.include(EVIL);
        expect(answer.status, path).to.be.below(500);
      }
    }

    it(`C1 a Host of somebody else is in no answer, and a sign-in begins at the public one, ${name}`, async () => {
      await expectNoTrace({ host: EVIL });
      await expectNoTrace({ host: `${EVIL}:fake@${HOST}` });
      const begun = await at().get('/dominoZoom/index.html', { host: EVIL });
      expect(begun.headers.location).to.equal(`https://${HOST}/dominoZoom/index.html`);
    });

    it(`C1 with tenants, a Host of nobody is 404, ${name}`, async () => {
      const entrance = await openEntrance(name, { providerFile: oneTenant });
      try {
        for (const path of PATHS.filter((each) => each !== '/diag')) {
          const answer = await entrance.get(path, { host: EVIL });
          expect(answer.status, path).to.equal(404);
          expect(JSON.stringify([answer.headers, answer.body]), path).to.not.include(EVIL);
        }
      } finally {
        await entrance.stop();
      }
    });

    for (const [id, headers] of [
      ['C3', CLAIMS],
      ['C4', UNDERSCORED],
    ] as const) {
      it(`${id} forwarded headers${id === 'C4' ? ' with underscores' : ''} lead nobody elsewhere, ${name}`, async () => {
        await expectNoTrace(headers);
        const browser = at().browse();
        const begun = await browser.get('/dominoZoom/index.html', headers);
        const location = new URL(begun.headers.location ?? '');
        // A trusted proxy may say which name the browser used: then the browser is sent to the public one. The documented
        // nginx removes what a client says of it.
        if (location.origin !== at().provider.url) {
          expect(name).to.equal('behind haproxy');
          expect(location.href).to.equal(`https://${HOST}/dominoZoom/index.html`);
          return;
        }
        expect(location.searchParams.get('redirect_uri')).to.equal(`https://${HOST}/zoomCallback`);
      });
    }

    it(`C5 a client that claims a thousand addresses is one client, ${name}`, async () => {
      const entrance = await openEntrance(name, { providerFile: limitAddresses(20) });
      try {
        const statuses: number[] = [];
        for (let round = 0; round < 50; round += 1) {
          const answers = Array.from({ length: 20 }, (_, index) =>
            entrance.get('/', { 'x-forwarded-for': `198.51.${round}.${index}, 203.0.${index}.${round}` }),
          );
          statuses.push(...(await Promise.all(answers)).map(({ status }) => status));
        }
        expect(statuses.filter((status) => status === 200)).to.have.length.within(20, 120);
        expect(statuses.filter((status) => status === 429)).to.have.length.above(800);
      } finally {
        await entrance.stop();
      }
    });

    it(`C7 no origin may read anything, ${name}`, async () => {
      const origins = [
        'https://evilhcl.com',
        'https://x.local',
        'null',
        `https://${HOST}`,
        `https://${HOST}:8443`,
        `http://${HOST}`,
      ];
      for (const origin of origins) {
        for (const path of PATHS) {
          const answer = await at().get(path, { origin });
          const names = Object.keys(answer.headers).filter((header) => header.startsWith('access-control-'));
          expect(names, `${origin} ${path}`).to.deep.equal([]);
        }
        const preflight = await fetch(`${at().url}/dominoZoomRefresh`, {
          method: 'OPTIONS',
          headers: {
            host: HOST,
            origin,
            'access-control-request-method': 'GET',
            'access-control-request-headers': 'authorization',
          },
        });
        expect(preflight.status).to.equal(405);
        expect(preflight.headers.get('access-control-allow-origin')).to.equal(null);
        expect(preflight.headers.get('access-control-allow-headers')).to.equal(null);
      }
      expect(at().provider.received).to.deep.equal([]);
    });
  });
});
