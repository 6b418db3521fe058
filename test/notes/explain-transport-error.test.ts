import { expect } from 'chai';
import { explainTransportError } from '../../src/notes/explain-transport-error.ts';

const ORIGIN = 'https://domi.example.com';

const withCode = (code: string): Error => Object.assign(new Error('Bearer secret'), { code });

describe('why there was no answer', () => {
  const rows: [code: string, cure: RegExp][] = [
    ['ECONNREFUSED', /nothing listens there/],
    ['ENOTFOUND', /no such host name/],
    ['EAI_AGAIN', /no such host name/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /correct the host name/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /http or https/],
    ['EPROTO', /http or https/],
    ['ETIMEDOUT', /proxies and firewalls/],
  ];
  for (const [code, cure] of rows)
    it(`${code} is explained by address, code and cure, and not by the message`, () => {
      const explained = explainTransportError(withCode(code), ORIGIN, '--root');
      expect(explained.detail).to.equal(`There was no answer from ${ORIGIN}: ${code}.`);
      expect(explained.cure).to.match(cure).and.include('--root');
    });

  it('a time-out, an error without a code and what is no error are explained too', () => {
    const timeout = Object.assign(new Error('x'), { name: 'TimeoutError' });
    const details = [timeout, new TypeError('secret'), 'secret'].map(
      (error) => explainTransportError(error, ORIGIN, '--api').detail,
    );
    expect(details).to.deep.equal(
      ['not in time', 'TypeError', 'unknown error'].map(
        (why) => `There was no answer from ${ORIGIN}: ${why}.`,
      ),
    );
  });

  it('a token that no header can carry is not a matter of the address', () => {
    const { detail, cure } = explainTransportError(withCode('ERR_INVALID_CHAR'), ORIGIN, '--root');
    expect(detail).to.include('line break');
    expect(cure).not.to.include('--root');
  });
});
