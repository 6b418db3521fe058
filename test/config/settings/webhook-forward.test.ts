import { expect } from 'chai';
import { loadConfig } from '../../../src/config/load-config.ts';
import { ConfigError } from '../../../src/config/report/config-error.ts';
import type { WebhookForward } from '../../../src/config/settings/read-webhook-forward.ts';

const KEY = Buffer.alloc(32, 9).toString('base64');
const URL_NAME = 'DOMI_WEBHOOK_FORWARD_URL';
const SECRET_NAME = 'DOMI_WEBHOOK_FORWARD_SECRET';

const read = (url: string, secret: string): WebhookForward | undefined =>
  loadConfig({ [URL_NAME]: url, [SECRET_NAME]: secret }).webhookForward;

describe('the address to which events are forwarded', () => {
  it('when it is not set, is none', () => {
    expect(loadConfig({}).webhookForward).to.equal(undefined);
  });

  for (const [url, secret] of [
    ['https://crm.example.com/hooks?from=domi', `whsec_${KEY}`],
    ['http://crm.internal:8080/', KEY],
    ['http://127.0.0.1:1', Buffer.alloc(24).toString('base64')],
  ] as const) {
    it(`may be ${url}`, () => {
      expect(read(url, secret)).to.deep.equal({ url, secret: secret.replace('whsec_', '') });
    });
  }

  for (const [what, url, secret, fault] of [
    ['without a secret', 'https://a.example', '', `${URL_NAME}: needs ${SECRET_NAME}`],
    ['that is missing', '', KEY, `${SECRET_NAME}: has no effect without ${URL_NAME}`],
    ['that is no URL', 'crm', KEY, `${URL_NAME}: is not a URL`],
    ['of another scheme', 'ftp://a.example', KEY, `${URL_NAME}: must be http:// or https://`],
    [
      'with a password',
      'https://u:p@a.example',
      KEY,
      `${URL_NAME}: must not contain a user name or password`,
    ],
    ['with a short secret', 'https://a.example', 'c2hvcnQ=', `${SECRET_NAME}: must be 24 to 64 random bytes`],
    ['with a secret of words', 'https://a.example', 'correct horse', `${SECRET_NAME}: must be 24 to 64`],
  ] as const) {
    it(`${what} is reported, and no value is repeated`, () => {
      expect(() => read(url, secret))
        .to.throw(ConfigError)
        .with.property('message')
        .that.includes(fault)
        .and.does.not.match(/u:p|c2hvcnQ|horse/);
    });
  }
});
