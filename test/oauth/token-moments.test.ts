import { expect } from 'chai';
import fc from 'fast-check';
import { buildRefreshAnswer } from '../../src/oauth/build-refresh-answer.ts';
import { parseTokenResponse } from '../../src/oauth/token-response.ts';
import { createTestProvider } from '../helpers/providers.ts';

const NOW = new Date('2026-11-26T12:00:00.900Z');
const HINTS = ['expires_at', 'refresh_expires_at', 'refresh_before'];

describe('the moments of a token response', () => {
  it('whatever a service sends as lifetimes: tokens come through, and a moment is a date after the response', () => {
    const lifetime = fc.oneof(fc.jsonValue(), fc.integer(), fc.double(), fc.nat().map(String));
    const members = fc.record(
      { expires_in: lifetime, refresh_token_expires_in: lifetime, refresh_expires_in: lifetime },
      { requiredKeys: [] },
    );
    const idleDays = fc.option(fc.integer({ min: 1, max: 3650 }), { nil: undefined });
    fc.assert(
      fc.property(members, idleDays, (lifetimes, days) => {
        const provider = createTestProvider(days === undefined ? {} : { idleDays: days });
        const body = JSON.stringify({ access_token: 'AT', refresh_token: 'RT', ...lifetimes });
        const answer = buildRefreshAnswer(parseTokenResponse(provider, { status: 200, body }, NOW), 'R0');
        expect(answer).to.include({ access_token: 'AT', refresh_token: 'RT' });
        for (const name of HINTS) {
          if (answer[name] === undefined) continue;
          expect(answer[name]).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
          expect(Date.parse(answer[name] as string)).to.be.at.least(NOW.getTime() - 1000);
        }
        expect(answer['refresh_before'] !== undefined).to.equal(answer['refresh_expires_at'] !== undefined);
        if (days !== undefined) {
          const latest = NOW.getTime() + days * 86_400_000;
          expect(Date.parse(answer['refresh_before'] as string)).to.be.at.most(latest);
        }
      }),
    );
  });
});
