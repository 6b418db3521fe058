import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../src/config/load-config.ts';
import { buildAuthorizationUrl } from '../../src/oauth/authorization-request.ts';
import { buildCodeChallenge } from '../../src/oauth/pkce.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { buildCodeExchange, buildRefresh, type ProviderRequest } from '../../src/oauth/token-request.ts';
import { parseTokenResponse } from '../../src/oauth/token-response.ts';
import {
  type ExpectedRequest,
  expectAuthorization,
  expectCodeExchange,
  expectRefresh,
  type Input,
} from './expected-requests.ts';
import { readServices, readUncovered, type Service } from './read-services.ts';
import { toRecord } from './to-record.ts';

const VERIFIER = 'yardstick-verifier-yardstick-verifier-yards';
const INPUT: Input = {
  secret: 'yardstick-secret',
  redirectUri: 'https://domi.example.com/back',
  state: 'the-state',
  code: 'the-code',
  verifier: VERIFIER,
  challenge: buildCodeChallenge(VERIFIER),
  refreshToken: 'the-refresh-token',
};

const services = readServices();

describe('the yardstick: services of public catalogues as records', () => {
  let providers: ReadonlyMap<string, Provider>;

  before(() => {
    providers = load(services);
  });

  it('all of them together pass the schema and the rules between fields', () => {
    expect(services.map(({ id }) => id).filter((id) => !providers.has(id))).to.deep.equal([]);
    expect(new Set(services.map(({ id }) => id)).size, 'ids are unique').to.equal(services.length);
    expect(services.length).to.be.greaterThan(200);
  });

  for (const service of services) {
    it(`${service.id}, when it is signed in to and refreshed, gets exactly its three requests`, () => {
      const provider = find(providers, service.id);
      const url = new URL(
        buildAuthorizationUrl(provider, {
          redirectUri: INPUT.redirectUri,
          state: INPUT.state,
          codeVerifier: INPUT.verifier,
        }),
      );
      const authorization = expectAuthorization(service, INPUT);
      expect(url.href.replace(/\?.*/, '')).to.equal(new URL(authorization.url).href);
      expect(Object.fromEntries(url.searchParams)).to.deep.equal(authorization.parameters);

      const exchange = { code: INPUT.code, codeVerifier: INPUT.verifier, redirectUri: INPUT.redirectUri };
      const proof = { kind: 'secret', secret: INPUT.secret } as const;
      expectSame(buildCodeExchange(provider, proof, exchange), expectCodeExchange(service, INPUT));
      expectSame(buildRefresh(provider, proof, INPUT.refreshToken), expectRefresh(service, INPUT));
    });
  }

  for (const service of services.filter(({ answer }) => Object.keys(answer).length > 0)) {
    it(`${service.id}, when its answer is nested, has its tokens found`, () => {
      const body: Record<string, unknown> = {};
      const values = { accessToken: 'AT', refreshToken: 'RT', expiresIn: 3600, scope: 'a b' };
      const plain = { accessToken: 'access_token', refreshToken: 'refresh_token', expiresIn: 'expires_in' };
      for (const [field, value] of Object.entries(values)) {
        put(body, service.answer[field] ?? `/${plain[field as keyof typeof plain] ?? field}`, value);
      }
      const answer = { status: 200, body: JSON.stringify(body) };
      expect(parseTokenResponse(find(providers, service.id), answer, new Date())).to.deep.include(values);
    });
  }

  it('the decision note, when it counts, counts what is here', () => {
    const note = readFileSync(
      new URL('../../docs/decisions/2026-11-24-yardstick.md', import.meta.url),
      'utf8',
    );
    const uncovered = readUncovered();
    expect(note).to.include(`${services.length} of ${services.length + uncovered.length} services`);
    for (const [shape, isSo] of Object.entries(SHAPES)) {
      expect(note).to.include(`| ${shape} | ${services.filter(isSo).length} |`);
    }
    for (const { id } of uncovered) expect(note).to.include(id);
  });
});

const hasKeys = (value: object): boolean => Object.keys(value).length > 0;

const SHAPES: Readonly<Record<string, (service: Service) => boolean>> = {
  'id and secret in the form': ({ isBasic, isJson }) => !isBasic && !isJson,
  'HTTP Basic': ({ isBasic }) => isBasic,
  'JSON requests': ({ isJson }) => isJson,
  'PKCE must be off': ({ hasPkce }) => !hasPkce,
  'scopes by comma': ({ separator }) => separator === ',',
  'token endpoint on another host': ({ authorize, token }) => hostOf(authorize) !== hostOf(token),
  'another endpoint for refresh': ({ token, refresh }) => token !== refresh,
  'variables in an endpoint': ({ authorize, token }) => (authorize + token).includes('{'),
  'variables in a parameter': ({ authorizeParams, tokenParams, refreshParams }) =>
    [authorizeParams, tokenParams, refreshParams].flatMap(Object.values).some((value) => value.includes('{')),
  'further parameters of the authorization request': ({ authorizeParams }) => hasKeys(authorizeParams),
  'further parameters of the code exchange': ({ tokenParams }) => hasKeys(tokenParams),
  'further parameters of the refresh': ({ refreshParams }) => hasKeys(refreshParams),
  'nested token answer': ({ answer }) => hasKeys(answer),
  'other names of parameters': ({ names }) => hasKeys(names),
};

function hostOf(endpoint: string): string {
  return endpoint.split('/')[2] ?? '';
}

function load(list: readonly Service[]): Map<string, Provider> {
  const folder = mkdtempSync(join(tmpdir(), 'domi-yardstick-'));
  const path = join(folder, 'providers.json');
  const records = Object.fromEntries(list.map((service) => [service.id, toRecord(service)]));
  writeFileSync(path, JSON.stringify({ providers: records }));
  const config = loadConfig({ DOMI_CONFIG: path, YARDSTICK_SECRET: INPUT.secret });
  rmSync(folder, { recursive: true });
  return new Map(
    config.directory.tenants.flatMap((tenant) => tenant.providers).map((provider) => [provider.id, provider]),
  );
}

function find(providers: ReadonlyMap<string, Provider>, id: string): Provider {
  const provider = providers.get(id);
  if (provider === undefined) throw new Error(`${id} is not enabled`);
  return provider;
}

function expectSame(request: ProviderRequest, expected: ExpectedRequest): void {
  expect(request.url).to.equal(expected.url);
  expect(request.headers['content-type']).to.equal(expected.contentType);
  expect(request.headers['authorization']).to.equal(expected.authorization);
  const parameters =
    expected.contentType === 'application/json'
      ? (JSON.parse(request.body) as Record<string, string>)
      : Object.fromEntries(new URLSearchParams(request.body));
  expect(parameters).to.deep.equal(expected.parameters);
}

/** Puts a value where a JSON pointer leads. */
function put(document: Record<string, unknown>, pointer: string, value: unknown): void {
  const names = pointer.split('/').slice(1);
  const last = names.pop() ?? '';
  let place = document;
  for (const name of names) {
    const next = (place[name] ?? {}) as Record<string, unknown>;
    place[name] = next;
    place = next;
  }
  place[last] = value;
}
