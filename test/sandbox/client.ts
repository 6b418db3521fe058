import { createHash } from 'node:crypto';
import type { Sandbox, SandboxOptions, ServiceId } from '../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type SignInOptions, signIn } from '../../src/sandbox/sign-in.ts';

const CALLBACK = 'http://localhost:8878/callback';
const VERIFIER = 'v'.repeat(43);

const SCOPES: Readonly<Record<ServiceId, string>> = {
  zoom: 'meeting:write',
  teams: 'User.Read OnlineMeetings.ReadWrite offline_access openid',
  webex: 'meeting:schedules_write',
  gotomeeting: 'collab:',
};

export function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const uris = [CALLBACK];
  return startSandbox({
    redirectUris: { zoom: uris, teams: uris, webex: uris, gotomeeting: uris },
    ...options,
  });
}

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: every service has its own shape, and that is what tests look at
  readonly body: any;
}

type Form = Record<string, string>;

/** A correct client of one service, with a way to be wrong about anything. */
export function createClient(sandbox: Sandbox, service: ServiceId) {
  const prefix = service === 'gotomeeting' ? 'GTM' : service.toUpperCase();
  const clientId = sandbox.environment[`${prefix}_CLIENT_ID`] ?? '';
  const clientSecret = sandbox.environment[`${prefix}_CLIENT_SECRET`] ?? '';
  const record = sandbox.providerFile.providers[service] as Form;
  const basic = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
  const usesBasic = service === 'zoom' || service === 'gotomeeting';

  function authorizationUrl(changes: Form = {}): string {
    const url = new URL(record.authorizationEndpoint ?? '');
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: CALLBACK,
      scope: SCOPES[service],
      state: 'the-state',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    for (const [name, value] of Object.entries(parameters))
      if (value !== '') url.searchParams.set(name, value);
    return url.href;
  }

  async function authorize(changes: Form = {}, options: SignInOptions = {}): Promise<URLSearchParams> {
    return new URL(await signIn(authorizationUrl(changes), options)).searchParams;
  }

  async function post(url: string, form: Form, headers: Form): Promise<TokenAnswer> {
    const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
  }

  function ask(url: string, form: Form): Promise<TokenAnswer> {
    if (usesBasic) return post(url, form, basic);
    return post(url, { ...form, client_id: clientId, client_secret: clientSecret }, {});
  }

  const exchange = (code: string, changes: Form = {}): Promise<TokenAnswer> =>
    ask(record.tokenEndpoint ?? '', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      ...changes,
    });

  return {
    clientId,
    clientSecret,
    basic,
    tokenEndpoint: record.tokenEndpoint ?? '',
    revocationEndpoint: record.revocationEndpoint ?? '',
    authorizationUrl,
    authorize,
    post,
    exchange,
    refresh: (refreshToken: string): Promise<TokenAnswer> =>
      ask(record.tokenEndpoint ?? '', { grant_type: 'refresh_token', refresh_token: refreshToken }),
    revoke: (token: string): Promise<TokenAnswer> => ask(record.revocationEndpoint ?? '', { token }),
    /** The whole way from the login page to the tokens. */
    async obtainTokens(options: SignInOptions & { scope?: string } = {}): Promise<TokenAnswer['body']> {
      const { scope, ...person } = options;
      const callback = await authorize(scope === undefined ? {} : { scope }, person);
      return (await exchange(callback.get('code') ?? '')).body;
    },
    async callApi(method: string, path: string, token: string, body?: object): Promise<TokenAnswer> {
      const response = await fetch(sandbox.apiBase[service] + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
    },
  };
}
