import { expect } from 'chai';
import nock from 'nock';
import type { Answer } from './http.ts';

type Get = (path: string, headers?: Record<string, string>) => Promise<Answer>;

/** Query of the redirect to the provider's login. A browser that comes by another name is sent to the public one first. */
export async function start(get: Get, path: string): Promise<URL> {
  const first = await get(`/${path}/index.html`);
  const isElsewhere = first.headers.location?.endsWith(`/${path}/index.html`);
  const answer = isElsewhere ? await get(`/${path}/index.html`) : first;
  expect(answer.status).to.equal(302);
  return new URL(answer.headers.location ?? '');
}

/** Comes back from the provider with a code and follows the redirects as far as the token page's address. */
export async function comeBack(get: Get, callback: string, query: Record<string, string>): Promise<Answer> {
  const path = `/${callback}?${new URLSearchParams(query)}`;
  for (let round = 0; round < 10; round += 1) {
    const answer = await get(path);
    // A fragment alone keeps path and query: the browser asks for the same address again.
    if (!answer.headers.location?.startsWith('#')) return answer;
    expect(answer.status).to.equal(303);
  }
  throw new Error('the callback redirects for ever');
}

interface Asked {
  readonly query: URLSearchParams;
  readonly body: URLSearchParams;
  readonly authorization: string | undefined;
}

/** Scripts one answer of a token endpoint, for the running test, and records what was asked. */
export function scriptTokenAnswer(
  endpoint: string,
  answer: { status?: number; body: string | object; headers?: Record<string, string> },
): { asked(): Asked } {
  let asked: Asked | undefined;
  if (!nock.isActive()) nock.activate();
  const { origin, pathname } = new URL(endpoint);
  nock(origin)
    .post(pathname)
    .query(true)
    .reply(async (request: Request) => {
      asked = {
        query: new URL(request.url).searchParams,
        body: new URLSearchParams(await request.text()),
        authorization: request.headers.get('authorization') ?? undefined,
      };
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      return [answer.status ?? 200, text, { 'content-type': 'application/json', ...answer.headers }];
    });
  return {
    asked() {
      if (asked === undefined) throw new Error('the provider was not asked');
      return asked;
    },
  };
}
