import { expect } from 'chai';
import { DomiError } from '../../src/oauth/errors.ts';
import { describeFailure, readFailure } from '../../src/refresh/shared-failure.ts';

describe('the failure of a call that others wait for', () => {
  it('is described when the token may be spent, and read as the same error', () => {
    for (const code of [
      'provider_timeout',
      'provider_connection_lost',
      'provider_invalid_answer',
      'provider_failed',
      'provider_rejected_request',
    ] as const) {
      const description = describeFailure(new DomiError(code, { reason: 'RT-CANARY' }));
      expect(description).to.equal(code);
      const { source, headers, ...error } = readFailure(code);
      expect([error.code, source, headers]).to.deep.equal([code, 'coalesced', {}]);
    }
  });

  it('is described with the time to wait when the provider wants to be left alone', () => {
    for (const code of ['rate_limited', 'temporarily_unavailable'] as const) {
      const description = describeFailure(new DomiError(code, { retryAfter: 17, providerError: {} }));
      expect(description).to.equal(`${code} 17`);
      expect(readFailure(`${code} 17`).headers).to.deep.equal({ 'Retry-After': '17' });
    }
  });

  it('is not described when the token is as good as before: whoever waits may present it', () => {
    for (const error of [
      new DomiError('provider_unreachable'),
      new DomiError('client_credentials_refused', { providerError: { error: 'invalid_client' } }),
      // Refused here: by a circuit, for want of a place or of time.
      new DomiError('temporarily_unavailable', { reason: 'circuit open', retryAfter: 7 }),
    ]) {
      expect(describeFailure(error), error.code).to.equal(undefined);
    }
  });

  it('is described when it is a fault of ours, which may have come after the response', () => {
    expect(describeFailure(new TypeError('RT-CANARY'))).to.equal('server_error');
  });

  it('says nothing of what somebody else has written into the store', () => {
    for (const text of [
      '',
      'unknown_code 3',
      'provider_timeout\r\nx: y',
      '__proto__',
      'rate_limited 12345',
    ]) {
      const error = readFailure(text);
      expect(error.code, text).to.equal('provider_connection_lost');
      expect(error.headers).to.deep.equal({});
    }
  });
});
