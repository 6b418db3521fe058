import { expect } from 'chai';
import { type Sandbox, SERVICE_IDS } from '../../src/sandbox/sandbox.ts';
import { signIn } from '../../src/sandbox/sign-in.ts';
import { createClient, startTestSandbox } from './client.ts';

interface Browser {
  open(url: string): Promise<{ status: number; text: string; url: string; headers: Headers }>;
  send(url: string, form: Record<string, string>): ReturnType<Browser['open']>;
}

/** Follows redirects inside the sandbox with all cookies; paths do not matter for one sign-in. */
function createBrowser(origin: string): Browser {
  const cookies = new Map<string, string>();
  async function request(url: string, init: RequestInit): ReturnType<Browser['open']> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    const next = location && new URL(location, url);
    if (next && next.origin === origin) return request(next.href, {});
    return {
      status: response.status,
      text: await response.text(),
      url: next ? next.href : url,
      headers: response.headers,
    };
  }
  return {
    open: (url) => request(url, {}),
    send: (url, form) => request(url, { method: 'POST', body: new URLSearchParams(form) }),
  };
}

describe('sandbox: pages', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTestSandbox();
  });
  after(() => sandbox.close());

  for (const service of SERVICE_IDS) {
    it(`${service}: shows login and then consent, both marked as a sandbox, both without script`, async () => {
      const browser = createBrowser(sandbox.url);
      const login = await browser.open(createClient(sandbox, service).authorizationUrl());
      const consent = await browser.send(login.url, { action: 'login', login: 'anna@example.com' });
      for (const { status, text, headers } of [login, consent]) {
        expect(status).to.equal(200);
        expect(text).to.include('SANDBOX').and.to.not.include('<script');
        expect(headers.get('content-security-policy')).to.include("default-src 'none'");
      }
      expect(login.text).to.match(/<input[^>]* name="login" value="anna@example.com"/);
      expect(login.text).to.match(/<button[^>]* name="action" value="login"/);
      expect(consent.text).to.match(/<button[^>]* name="action" value="allow"/);
      expect(consent.text).to.match(/<button[^>]* name="action" value="cancel"/);
      expect(consent.text).to.include('DOMI for HCL Notes').and.to.include('anna@example.com');
    });
  }

  it('a second authorization in the same browser: asks for consent again, but not for the login', async () => {
    const browser = createBrowser(sandbox.url);
    const url = createClient(sandbox, 'teams').authorizationUrl();
    const login = await browser.open(url);
    const consent = await browser.send(login.url, { action: 'login', login: 'anna@example.com' });
    const back = await browser.send(consent.url, { action: 'allow' });
    expect(back.url).to.include('http://localhost:8878/callback?code=');
    const second = await browser.open(url);
    expect(second.text).to.include('value="allow"').and.to.not.include('name="login"');
  });

  it('a second service in the same browser: has a login of its own', async () => {
    const browser = createBrowser(sandbox.url);
    const login = await browser.open(createClient(sandbox, 'zoom').authorizationUrl());
    await browser.send(login.url, { action: 'login', login: 'anna@example.com' });
    const other = await browser.open(createClient(sandbox, 'webex').authorizationUrl());
    expect(other.text).to.include('name="login"');
  });

  it('a proposed name and a typed one with markup: are shown as text', async () => {
    const browser = createBrowser(sandbox.url);
    const url = createClient(sandbox, 'zoom').authorizationUrl({ login_hint: '"><b>anna</b>' });
    const login = await browser.open(url);
    expect(login.text).to.not.include('<b>anna');
    const consent = await browser.send(login.url, { action: 'login', login: '<b>anna</b>' });
    expect(consent.text).to.include('&lt;b&gt;anna').and.to.not.include('<b>anna');
  });

  it('an interaction that is not there: says how to go on, with status 400', async () => {
    const { status, text } = await createBrowser(sandbox.url).open(`${sandbox.url}/zoom/interaction/unknown`);
    expect(status).to.equal(400);
    expect(text).to.include('SANDBOX').and.to.include('expired');
  });

  it('signIn at an authorization request that is refused: rejects with what the page says', async () => {
    const url = createClient(sandbox, 'zoom').authorizationUrl({ client_id: 'unknown' });
    const failure = await signIn(url).catch((error: Error) => error.message);
    expect(failure).to.match(/status 400: .*SANDBOX/);
  });
});
