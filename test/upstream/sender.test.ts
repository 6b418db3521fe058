import { expect } from 'chai';
import nock from 'nock';
import { isDomiError } from '../../src/oauth/errors.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { createSender } from '../../src/upstream/sender.ts';

const REQUEST = { url: 'https://zoom.example.com/token', headers: {}, body: 'refresh_token=T' };

const fail = (code: string): void =>
  void nock('https://zoom.example.com')
    .post('/token')
    .replyWithError(Object.assign(new Error('no'), { code }));

const succeed = (): void => void nock('https://zoom.example.com').post('/token').reply(200, '{}');

/** @returns status of the answer, or code of the error; what was scripted and not asked for fails the test */
async function ask(budget = 5000): Promise<number | string> {
  try {
    return (await createSender({ userAgent: 'test', clock: SYSTEM_CLOCK })(REQUEST, budget)).status;
  } catch (error) {
    return isDomiError(error) ? error.code : 'another error';
  }
}

describe('a call that gets no answer', () => {
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']) {
    it(`when it was ${code}, before anything was sent: is tried once more`, async () => {
      fail(code);
      succeed();
      expect(await ask()).to.equal(200);
    });
  }

  it('when the second attempt fails as well: is given up', async () => {
    fail('ECONNREFUSED');
    fail('ECONNREFUSED');
    expect(await ask()).to.equal('provider_unreachable');
  });

  it('when no time is left for a second attempt: is given up', async () => {
    fail('ECONNREFUSED');
    expect(await ask(500)).to.equal('provider_unreachable');
  });

  it('when the certificate is refused: is given up, for it will be refused again', async () => {
    fail('CERT_HAS_EXPIRED');
    expect(await ask()).to.equal('provider_unreachable');
  });

  for (const code of ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_UNKNOWN']) {
    it(`when it was ${code}, perhaps after the request was read: is never tried again`, async () => {
      fail(code);
      expect(await ask()).to.equal('provider_connection_lost');
    });
  }
});
