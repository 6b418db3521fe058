import { expect } from 'chai';
import { NEW_TOKENS, OLD_TOKENS, type Setup, setUp } from './notes-setup.ts';
import type { ScriptedAnswer } from './scripted-server.ts';

const REFRESH = 'GET /dominoZoomRefresh';
const REVOKE = 'GET /dominoZoomRevoke';

describe('how Notes revokes', () => {
  let notes: Setup;

  afterEach(() => notes.server.stop());

  async function revoke(answer: ScriptedAnswer, refreshed: ScriptedAnswer = { body: NEW_TOKENS }) {
    notes = await setUp({ [REFRESH]: refreshed, [REVOKE]: answer });
    return { result: await notes.client.revoke(), profile: await notes.profile.load() };
  }

  const accepted: Record<string, [ScriptedAnswer, object]> = {
    'an empty body': [{ body: '' }, {}],
    JSON: [{ body: { revoked: true } }, { revoked: true }],
    'JSON that says no': [
      { body: { revoked: false, manage_url: 'https://x.example' } },
      { revoked: false, manage_url: 'https://x.example' },
    ],
  };
  for (const [name, [answer, kept]] of Object.entries(accepted)) {
    it(`the answer is 200 with ${name}, when the token was refreshed, then the profile is empty`, async () => {
      const { result, profile } = await revoke(answer);
      expect(result).to.deep.include({ outcome: 'done', answer: kept });
      expect(profile).to.deep.equal({});
    });
  }

  it('a revocation begins, when the tokens are good, then the new access token is what is revoked', async () => {
    await revoke({ body: '' });
    expect(notes.lines()).to.deep.equal([REFRESH, REVOKE]);
    const sent = notes.server.seen.map(({ authorization }) => authorization);
    expect(sent).to.deep.equal(['Bearer old-refresh', 'Bearer new-access']);
  });

  const rejected: Record<string, [ScriptedAnswer, string]> = {
    '204': [{ status: 204 }, 'refused'],
    '201 with JSON': [{ status: 201, body: {} }, 'refused'],
    '400 with JSON': [{ status: 400, body: { error: 'invalid_request' } }, 'refused'],
    '200 with text': [{ body: 'OK' }, 'not-json'],
    '200 with a page': [{ body: '<!DOCTYPE html>' }, 'html'],
  };
  for (const [name, [answer, reason]] of Object.entries(rejected)) {
    it(`the answer is ${name}, when the token was refreshed, then it fails and the old tokens stay`, async () => {
      const { result, profile } = await revoke(answer);
      expect(result.outcome).to.equal('failed');
      expect(result).to.have.nested.property('failure.reason', reason);
      // The quirk: the refresh was not saved, so a single-use token is spent and its successor is gone.
      expect(profile).to.equal(OLD_TOKENS);
    });
  }

  it('the refresh fails, when a revocation begins, then nothing is revoked', async () => {
    const { result, profile } = await revoke({ body: '' }, { status: 400, body: { error: 'invalid_grant' } });
    expect(result).to.have.nested.property('failure.error', 'invalid_grant');
    expect(notes.lines()).to.deep.equal([REFRESH]);
    expect(profile).to.equal(OLD_TOKENS);
  });
});
