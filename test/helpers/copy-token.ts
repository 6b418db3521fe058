import { expect } from 'chai';
import { signIn } from '../../src/sandbox/sign-in.ts';
import { CookieJar } from './http.ts';
import { readShownToken } from './read-shown-token.ts';
import { start } from './sign-in.ts';

/** What a person does in the browser, at a service of the sandbox: signs in, allows, and copies the token. */
export async function copyToken(rootUrl: string, path = 'dominoZoom'): Promise<string> {
  const jar = new CookieJar();
  const { href } = await start((page) => jar.get(rootUrl + page), path);
  const callback = await jar.get(await signIn(href));
  const page = await jar.get(rootUrl + callback.headers.location);
  const token = readShownToken(page) ?? '';
  expect(token, 'the token on the page').to.have.length.above(50);
  return token;
}
