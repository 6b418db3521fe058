import { expect } from 'chai';
import { openRaw, type RawConnection } from '../helpers/raw-connection.ts';
import { waitFor } from '../helpers/service-process.ts';
import { atEntrances, HOST } from './entrances.ts';

const CLIENTS = 500;

/** As many connections as one worker of a stock nginx has, for clients and service together. */
const BEHIND_NGINX = 300;

describe('clients that send a byte now and then', function () {
  this.timeout(60_000);
  atEntrances((name, at) => {
    it(`B13 hold no place that others need, ${name}`, async () => {
      const head = `GET /diag HTTP/1.1\r\nHost: ${HOST}\r\nX: `;
      const clients: RawConnection[] = Array.from(
        { length: name === 'behind nginx' ? BEHIND_NGINX : CLIENTS },
        () => openRaw(at().url, { staysOpen: true }),
      );
      for (const client of clients) client.write(head);
      const drip = setInterval(() => {
        for (const client of clients) if (!client.isEnded && !client.isReset) client.write('x');
      }, 1000);
      try {
        const times: number[] = [];
        for (let round = 0; round < 20; round += 1) {
          const begun = performance.now();
          expect((await at().get('/diag')).status).to.equal(200);
          times.push(performance.now() - begun);
        }
        times.sort((a, b) => a - b);
        expect(times[10], 'the median of healthy requests').to.be.below(1000);
        // What nginx and HAProxy hold does not reach the service.
        if (name !== 'direct') return;
        await waitFor(() => clients.every(({ isEnded, isReset }) => isEnded || isReset));
        for (const client of clients) expect(client.received).to.match(/^(HTTP\/1\.1 408 .+)?$/s);
        expect(clients.filter(({ received }) => received !== '').length).to.be.above(CLIENTS / 2);
      } finally {
        clearInterval(drip);
        for (const client of clients) client.destroy();
      }
    });
  });
});
