import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ERROR_CATALOGUE, type ErrorCode } from '../../src/oauth/errors.ts';
import { createCertificate, OPENSSL_MISSING, toTlsEnvironment } from '../helpers/certificate.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { openRaw, parseAnswers } from '../helpers/raw-connection.ts';
import { skipSuite } from '../helpers/skip.ts';
import { atEntrances } from './entrances.ts';
import { WIRE_ROWS } from './wire-rows.ts';

const CONTINUE = /^HTTP\/1\.1 100 Continue\r\n\r\n/;

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

        // HAProxy refuses with its own page, unless an operator replaces it.
        if (name === 'behind haproxy') return;
        expectFlatError(parseAnswers(received.replace(CONTINUE, ''))[0]);
      });
    }
  });

  describe('with TLS, and on the management port', () => {
    let folder: string;
    let service: TestService;

    before(async function () {
      folder = mkdtempSync(join(tmpdir(), 'domi-wire-'));
      const certificate = createCertificate(folder);
      if (certificate === undefined) skipSuite(this, OPENSSL_MISSING);
      service = await createTestService({ environment: toTlsEnvironment(certificate) });
    });
    after(async () => {
      await service?.stop();
      rmSync(folder, { recursive: true });
    });

    for (const { title, text, status } of WIRE_ROWS) {
      const expected = typeof status === 'number' ? status : status.direct;
      it(`${title}: ${expected}, with TLS, and nothing but an error on the management port`, async () => {
        for (const origin of [service.url, service.managementUrl]) {
          const connection = openRaw(origin, { tls: true });
          connection.write(Buffer.from(text, 'latin1'));
          const answers = parseAnswers(await connection.closed);
          expect(answers).to.have.length(1);
          if (origin === service.url) expect(answers[0]?.status).to.equal(expected);
          expectFlatError(answers[0]);
        }
      });
    }
  });
});

/** Of the service, or of nginx in its words. */
function expectFlatError(answer: { head: string; body: string } | undefined): void {
  const { request_id, error_description, ...body } = JSON.parse(answer?.body ?? '') as Record<
    string,
    unknown
  >;
  const { action, retryable } = ERROR_CATALOGUE[body['error'] as ErrorCode];
  expect(body).to.deep.equal({ error: body['error'], action, retryable });
  expect(error_description).to.match(/^[A-Z].*\.$/);
  expect(answer?.head).to.match(/^content-type: application\/json(; charset=utf-8)?$/im);
  expect(answer?.head).to.match(/^cache-control: no-store$/im);
  const isOfService = /^x-request-id: /im.test(answer?.head ?? '');
  expect(isOfService).to.equal(request_id !== undefined);
}
