import type http from 'node:http';
import { connect } from 'node:net';
import { type Answer, CookieJar, type RequestOptions, send } from '../helpers/http.ts';
import { answerTokens, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import type { Canaries } from './canaries.ts';

/** An answer as it was on the wire, with the secrets that it may hold. */
export interface SeenAnswer {
  readonly what: string;
  readonly text: string;
  readonly allowed: readonly string[];
}

export interface MatrixTarget {
  readonly web: string;
  readonly provider: ScriptedProvider;
  readonly canaries: Canaries;
}

type Answering = (response: http.ServerResponse) => void;

/** What a provider can do to us, with whatever it knows in its answer. */
const FAULTS: Readonly<Record<string, (text: string) => Answering>> = {
  'a dead token': (text) => (response) =>
    reply(response, 400, { error: 'invalid_grant', error_description: text }),
  'refused credentials': (text) => (response) =>
    reply(response, 401, { error: 'invalid_client', reason: text }),
  'another error': (text) => (response) => reply(response, 400, { error: text, message: text }),
  'an internal failure': (text) => (response) => void response.writeHead(500).end(`<h1>${text}</h1>`),
  overload: (text) => (response) => void response.writeHead(503, { 'Retry-After': '7' }).end(text),
  'too many requests': (text) => (response) =>
    void response.writeHead(429, { 'Retry-After': encodeURIComponent(text) }).end(text),
  'a redirect': (text) => (response) =>
    void response.writeHead(302, { Location: `http://127.0.0.1:9/?${encodeURIComponent(text)}` }).end(text),
  'no JSON': (text) => (response) =>
    void response.writeHead(200, { 'X-Echo': encodeURIComponent(text) }).end(text),
  'wrong types': (text) => (response) =>
    reply(response, 200, { access_token: [text], refresh_token: { text } }),
  'an error with status 200': (text) => (response) => reply(response, 200, { error: text, reason: text }),
  'an endless answer': (text) => (response) => void response.writeHead(200).end(text.repeat(3000)),
  'a broken connection': () => (response) => void response.destroy(),
  'half an answer': (text) => (response) => {
    response.writeHead(200, { 'Content-Length': '100000' });
    response.write(text, () => response.destroy());
  },
};

function reply(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** Everything that is asked of the service, good and bad, with a secret in every place that can hold one. */
export async function runMatrix({ web, provider, canaries }: MatrixTarget): Promise<SeenAnswer[]> {
  const seen: SeenAnswer[] = [];
  const note = (what: string, answer: Answer | string, allowed: readonly string[] = []): void => {
    const text = typeof answer === 'string' ? answer : writeDown(answer);
    seen.push({ what, text, allowed });
  };
  const ask = async (what: string, path: string, options: RequestOptions = {}): Promise<void> =>
    note(what, await send(web + path, options));
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

  /** From the start to the callback; the browser then holds the code. */
  async function signIn(name: string): Promise<{ jar: CookieJar; code: string }> {
    const jar = new CookieJar();
    const host = 'domi.example.com';
    const started = await jar.get(`${web}/dominoZoom/index.html?login_hint=user%40example.com`, { host });
    const state = new URL(started.headers.location ?? '').searchParams.get('state') ?? '';
    canaries.add(`state ${name}`, state);
    keepCookies(jar, `flow cookie ${name}`);
    note(`start ${name}`, started, [`state ${name}`, ...cookieNames(`flow cookie ${name}`)]);
    const code = canaries.plant(`code ${name}`, '/+=:');
    const back = await jar.get(`${web}/zoomCallback?${new URLSearchParams({ code, state })}`);
    keepCookies(jar, `code cookie ${name}`);
    note(`callback ${name}`, back, cookieNames(`flow cookie ${name}`, `code cookie ${name}`));
    return { jar, code };
  }
  function keepCookies(jar: CookieJar, name: string): void {
    for (const [index, value] of [...jar.cookies.values()].entries()) canaries.add(`${name} ${index}`, value);
  }
  const cookieNames = (...names: readonly string[]): string[] =>
    canaries.names.filter((candidate) => names.some((name) => candidate.startsWith(name)));

  // The good way: sign-in, refresh twice, revoke.
  const first = canaries.plant('refresh token 1');
  const access = canaries.plant('access token 1');
  provider.answer = (_request, response, body) => {
    canaries.add('verifier 1', body.get('code_verifier') ?? '');
    answerTokens(response, { refresh_token: first, access_token: access });
  };
  const good = await signIn('1');
  note('token page', await good.jar.get(`${web}/dominoZoom/token.html`), ['refresh token 1']);
  note('token page again', await good.jar.get(`${web}/dominoZoom/token.html`));
  const second = canaries.plant('refresh token 2');
  const newAccess = canaries.plant('access token 2');
  provider.answer = (_request, response) =>
    answerTokens(response, { refresh_token: second, access_token: newAccess });
  const both = ['refresh token 2', 'access token 2'];
  note('refresh', await send(`${web}/dominoZoomRefresh`, { headers: bearer(first) }), both);
  note('replay', await send(`${web}/dominoZoomRefresh`, { headers: bearer(first) }), both);
  const twins = [0, 1, 2].map(() => send(`${web}/dominoZoomRefresh`, { headers: bearer(second) }));
  for (const twin of twins) note('twin', await twin, both);
  provider.answer = (_request, response) => void response.end('{}');
  await ask('revoke', '/dominoZoomRevoke', { headers: bearer(newAccess) });
  await ask('revoke by query', '/dominoTeamsRevoke', {
    headers: bearer(canaries.plant('access token query')),
  });
  await ask('revoke by hand', '/dominoWebexRevoke', {
    headers: bearer(canaries.plant('access token by hand')),
  });

  // Every fault of a provider, for every grant.
  for (const [fault, build] of Object.entries(FAULTS)) {
    const text = canaries.plant(`answer: ${fault}`, '\r\n"<&');
    provider.answer = (_request, response, body) => {
      const verifier = body.get('code_verifier');
      if (verifier) canaries.add(`verifier: ${fault}`, verifier);
      build(text)(response);
    };
    const { jar } = await signIn(fault);
    note(`token page: ${fault}`, await jar.get(`${web}/dominoZoom/token.html`));
    const token = canaries.plant(`refresh token: ${fault}`);
    await ask(`refresh: ${fault}`, '/dominoZoomRefresh', { headers: bearer(token) });
    await ask(`refresh again: ${fault}`, '/dominoZoomRefresh', { headers: bearer(token) });
    await ask(`reusable: ${fault}`, '/dominoTeamsRefresh', { headers: bearer(token) });
    for (const path of ['/dominoZoomRevoke', '/dominoTeamsRevoke']) {
      await ask(`revoke: ${fault}`, path, {
        headers: bearer(canaries.plant(`access token: ${fault} ${path}`)),
      });
    }
  }
  provider.answer = (_request, response) => answerTokens(response);
  await ask('nobody there', '/dominoWebexRefresh', {
    headers: bearer(canaries.plant('refresh token: nobody')),
  });

  // Authorization responses that are not right.
  const code = canaries.plant('code faulty', '/+=');
  const state = canaries.plant('state faulty');
  const described = canaries.plant('error description');
  for (const query of [
    { code, state },
    { code: '', state },
    { state, error: 'access_denied', error_description: described },
    { state, error: described, error_description: described, error_uri: `https://${described}` },
    { code: code.repeat(120), state },
    { iss: described, code, state },
  ]) {
    await ask('callback without cookie', `/zoomCallback?${new URLSearchParams(query)}`);
    const { jar } = await signIn(`faulty ${Object.keys(query).join(' ')}`);
    note('callback with another cookie', await jar.get(`${web}/zoomCallback?${new URLSearchParams(query)}`));
  }
  await ask('repeated parameters', `/zoomCallback?code=${code}&code=${code}&state=${state}&state=${state}`);
  await ask('undecodable', `/zoomCallback?code=%ff%00${code}&state=${state}`);
  const jar = new CookieJar();
  const started = await jar.get(`${web}/dominoZoom/index.html`, { host: 'domi.example.com' });
  const own = new URL(started.headers.location ?? '').searchParams.get('state') ?? '';
  canaries.add('state denied', own);
  keepCookies(jar, 'flow cookie denied');
  note(
    'denied',
    await jar.get(
      `${web}/zoomCallback?${new URLSearchParams({ state: own, error: 'access_denied', error_description: described })}`,
    ),
  );
  note('wrong service', await jar.get(`${web}/teamsCallback?${new URLSearchParams({ state: own, code })}`));

  // Secrets where they do not belong.
  const stray = canaries.plant('stray token', '/+=');
  const cookie = canaries.plant('stray cookie');
  const headers = {
    cookie: `__Host-domi-${cookie}=${cookie}; other=${cookie}`,
    referer: `https://example.com/?code=${stray}`,
    'x-forwarded-for': stray,
    'x-forwarded-host': stray,
    'x-request-id': stray,
    'user-agent': stray,
    baggage: `token=${stray}`,
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    tracestate: `vendor=${stray.replace(/[/+=]/g, '')}`,
  };
  for (const path of [
    '/',
    '/diag',
    `/diag?token=${stray}`,
    `/${encodeURIComponent(stray)}`,
    `/${stray}/token.html`,
    `/dominoZoom/${encodeURIComponent(stray)}`,
    `/assets/${encodeURIComponent(stray)}`,
    `/dominoZoomRefresh?access_token=${stray}&refresh_token=${stray}&token=${stray}`,
    `/dominoZoomRevoke?token=${stray}`,
    `/%zz${encodeURIComponent(stray)}`,
  ]) {
    const allowed = path.startsWith('/dominoZoom/') ? ['state stray'] : [];
    for (const authorization of [undefined, `Basic ${stray}`, `Bearer\t${stray}`, `Bearer ${stray}\u00e9`]) {
      const answer = await send(web + path, {
        headers: { ...headers, ...(authorization && { authorization }) },
      });
      note(`stray ${path}`, answer, allowed);
    }
    for (const method of ['HEAD', 'POST', 'OPTIONS', 'TRACE']) {
      const body = method === 'POST' ? JSON.stringify({ token: stray }) : '';
      note(
        `${method} ${path}`,
        await send(web + path, { method, headers: { ...headers, ...bearer(stray) }, body }),
      );
    }
  }

  // What is not even HTTP, or HTTP that can be read in two ways.
  for (const raw of [
    `GET /dominoZoomRefresh HTTP/1.1\r\nHost: a\r\nHost: ${stray}\r\nAuthorization: Bearer ${stray}\r\n\r\n`,
    `GET /dominoZoomRefresh HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${stray}\r\nAuthorization: Bearer ${stray}\r\n\r\n`,
    `GET http://${stray.replace(/[/+=]/g, '')}/zoomCallback?code=${stray} HTTP/1.1\r\nHost: a\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${stray.repeat(800)}\r\n\r\n`,
    `GET /?code=${stray} HTTP/1.1\r\nHost: a\r\n${stray}\r\n\r\n`,
    `${stray}\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nX: ${stray}\r\n\r\n`,
  ]) {
    note('raw', await sendRaw(web, raw));
  }

  // A client that hangs up.
  let arrived: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  provider.answer = (_request, response) => {
    arrived();
    setTimeout(() => answerTokens(response, { refresh_token: second }), 100);
  };
  const left = new AbortController();
  const gone = fetch(`${web}/dominoZoomRefresh`, {
    headers: bearer(canaries.plant('refresh token gone')),
    signal: left.signal,
  }).catch(() => undefined);
  await reached;
  left.abort();
  await gone;
  return seen;
}

/** Head and body. */
function writeDown({ status, statusMessage, headers, body }: Answer): string {
  return `${status} ${statusMessage}\n${JSON.stringify(headers)}\n${body}`;
}

function sendRaw(web: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(web).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.end(text);
  });
}
