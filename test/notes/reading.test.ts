import { expect } from 'chai';
import { NEW_TOKENS, OLD_TOKENS, type Setup, setUp } from './notes-setup.ts';
import type { ScriptedAnswer } from './scripted-server.ts';

const REFRESH = 'GET /dominoZoomRefresh';

describe('what Notes reads in the answer to a refresh', () => {
  let notes: Setup | undefined;

  afterEach(async () => {
    await notes?.server.stop();
    notes = undefined;
  });

  async function validate(answer: ScriptedAnswer) {
    notes = await setUp({ [REFRESH]: answer });
    return { result: await notes.client.validate(), profile: await notes.profile.load() };
  }

  const accepted: Record<string, ScriptedAnswer> = {
    'a flat JSON object': { body: NEW_TOKENS },
    'status 500 with both tokens': { status: 500, body: NEW_TOKENS },
    'an array with an object in it': { body: [NEW_TOKENS] },
    'an array whose first object comes late': { body: ['x', 1, NEW_TOKENS, { access_token: 'other' }] },
    'line ends around and between': {
      body: '\r\n{"access_token":"new-access",\n"refresh_token":"new-refresh"}\r\n',
    },
    'a line end inside of a string': {
      body: '{"access_token":"new-\naccess","refresh_token":"new-refresh"}',
    },
    'an error beside two good tokens': { body: { ...NEW_TOKENS, error: 'odd' } },
    'JSON that is labelled as HTML': { headers: { 'content-type': 'text/html' }, body: NEW_TOKENS },
  };
  for (const [name, answer] of Object.entries(accepted)) {
    it(`reading ${name}, then both tokens are saved`, async () => {
      const { result, profile } = await validate(answer);
      expect(result.outcome).to.equal('done');
      expect(result.steps.map(({ step, ok }) => [step, ok])).to.deep.equal([['3', true]]);
      expect(profile).to.deep.equal({
        accessToken: 'new-access',
        refreshToken: 'new-refresh',
        savedAt: '2027-03-01T08:00:00.000Z',
      });
    });
  }

  const rejected: Record<string, [ScriptedAnswer, string]> = {
    'an HTML page': [{ body: '<!DOCTYPE html><title>Proxy</title>' }, 'html'],
    'an HTML page in small letters behind a line end': [{ body: '\n<!doctype HTML><p>' }, 'html'],
    'an empty body': [{ body: '' }, 'empty'],
    'line ends only': [{ body: '\r\n' }, 'empty'],
    'plain text': [{ body: 'Bad Request' }, 'not-json'],
    'an XHTML page without a doctype': [{ body: '<html></html>' }, 'not-json'],
    'a JSON string': [{ body: '"new-access"' }, 'not-json'],
    'JSON null': [{ body: 'null' }, 'not-json'],
    'an array without an object': [{ body: '[1,"x",[]]' }, 'not-json'],
    'an object that was cut off': [{ body: '{"access_token":"new-access","refresh' }, 'not-json'],
    'no refresh token': [{ body: { access_token: 'new-access' } }, 'no-tokens'],
    'no access token': [{ body: { refresh_token: 'new-refresh' } }, 'no-tokens'],
    'a blank refresh token': [{ body: { ...NEW_TOKENS, refresh_token: ' \t' } }, 'no-tokens'],
    'a refresh token of null': [{ body: { ...NEW_TOKENS, refresh_token: null } }, 'no-tokens'],
    'an access token that is a number': [{ body: { ...NEW_TOKENS, access_token: 7 } }, 'no-tokens'],
    'tokens below the root': [{ body: { tokens: NEW_TOKENS } }, 'no-tokens'],
    'an error with status 200': [{ body: { error: 'invalid_grant' } }, 'refused'],
  };
  for (const [name, [answer, reason]] of Object.entries(rejected)) {
    it(`reading ${name}, then it fails as ${reason} and the profile stays`, async () => {
      const { result, profile } = await validate(answer);
      expect(result.outcome).to.equal('failed');
      if (result.outcome === 'failed') expect(result.failure.reason).to.equal(reason);
      expect(result.steps.map(({ step, ok }) => [step, ok])).to.deep.equal([['3', false]]);
      expect(profile).to.equal(OLD_TOKENS);
    });
  }

  it('the service reports an error, when it is flat JSON, then all of it is kept', async () => {
    const body = {
      error: 'invalid_grant',
      error_description: 'It has expired.',
      action: 'reauthorize',
      retryable: false,
      request_id: 'r-1',
    };
    const { result } = await validate({ status: 400, body });
    if (result.outcome !== 'failed') throw new Error('it must fail');
    expect(result.failure).to.deep.include({ status: 400, ...withoutRetryable(body), answer: body });
  });

  it('an answer fails, when it holds tokens, then the result shows none of them', async () => {
    const { result } = await validate({
      body: {
        access_token: 'new-access-secret',
        data: { refreshToken: 'nested-secret' },
        echo: 'Bearer old-refresh',
      },
    });
    const text = JSON.stringify(result);
    expect(text).to.include('17 characters').and.to.include('<11 characters');
    expect(text).not.to.match(/new-access-secret|nested-secret|old-refresh/);
  });

  it('an answer is not JSON, when it holds tokens, then the excerpt shows none of them', async () => {
    const body = 'access_token=new-access&refresh_token=new-refresh&sent=old-refresh';
    const { result } = await validate({ body });
    if (result.outcome !== 'failed') throw new Error('it must fail');
    expect(result.failure.excerpt).to.include('access_token=').and.to.include('sent=');
    expect(result.failure.excerpt).not.to.match(/new-access|new-refresh|old-refresh/);
  });
});

function withoutRetryable({ retryable: _, ...rest }: Record<string, unknown>) {
  return rest;
}
