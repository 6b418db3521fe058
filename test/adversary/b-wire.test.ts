import { expect } from 'chai';
import { openRaw, parseAnswers } from '../helpers/raw-connection.ts';
import { atEntrances } from './entrances.ts';
import { WIRE_ROWS } from './wire-rows.ts';

/** Bytes as attackers write them: one answer, the connection closed, and no call to the provider. */
describe('attacks on the framing of requests', () => {
  atEntrances((name, at) => {
    for (const { title, text, status } of WIRE_ROWS) {
      const expected = typeof status === 'number' ? status : status[name];
      it(`${title}: ${expected}, ${name}`, async () => {
        const connection = openRaw(at().url);
        connection.write(Buffer.from(text, 'latin1'));
        const received = await connection.closed;
        const statuses = [...received.matchAll(/^HTTP\/1\.[01] (\d{3}) /gm)].map(([, code]) => Number(code));
        expect(statuses.filter((code) => code >= 200)).to.deep.equal([expected]);
        expect(received).to.not.include('evil.example.com');
        expect(at().provider.received).to.deep.equal([]);

        if (name !== 'direct') return;
        const [answer] = parseAnswers(received);
        const body = JSON.parse(answer?.body ?? '') as Record<string, unknown>;
        expect(body).to.have.keys('error', 'error_description', 'action', 'retryable', 'request_id');
        expect(answer?.head).to.match(/^cache-control: no-store$/im);
      });
    }
  });
});
