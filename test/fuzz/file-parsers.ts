import { expect } from 'chai';
import fc from 'fast-check';
import { readAssertion } from '../../src/client-authentication/read-assertion.ts';
import { parseCertificates } from '../../src/config/build/parse-certificates.ts';
import { parseClientKey } from '../../src/config/build/parse-client-key.ts';
import { parseExpiry } from '../../src/config/build/parse-expiry.ts';
import { parseSourceFiles } from '../../src/config/files/parse-source-files.ts';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { createFaultList } from '../../src/config/report/fault-list.ts';
import { decodeFile } from '../../src/config/settings/decode-file.ts';
import { parseProxyAddress } from '../../src/config/settings/parse-proxy-address.ts';
import { parseStoreAddresses } from '../../src/config/settings/parse-store-addresses.ts';
import { parseSecret } from '../../src/config/settings/read-secret-file.ts';
import { compareRecord } from '../../src/discovery/compare-record.ts';
import { draftRecord } from '../../src/discovery/draft-record.ts';
import { parseServerMetadata } from '../../src/discovery/server-metadata.ts';
import { parseLimit } from '../../src/limits/parse-limit.ts';
import { parseLock, renderLock } from '../../src/manifests/output-lock.ts';
import { parseBody } from '../../src/notes/notes-body.ts';
import { NOTES_SERVICES } from '../../src/notes/notes-services.ts';
import { parseMeeting } from '../../src/notes/parse-meeting.ts';
import { parseRevocation, parseTokens } from '../../src/notes/parse-tokens.ts';
import { isDomiError } from '../../src/oauth/errors.ts';
import { parseSealKeys } from '../../src/sealing/seal-keys.ts';
import { createKeyPem } from '../helpers/client-keys.ts';
import { createTestProvider } from '../helpers/providers.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';
import { type FuzzedParser, fuzz } from './fuzzed-parser.ts';
import { anyText, jsonWith, near, textOf } from './texts.ts';

const PEM = createKeyPem('p256');
const PEM_PIECES = [
  '-----BEGIN PRIVATE KEY-----',
  '-----END PRIVATE KEY-----',
  '-----BEGIN CERTIFICATE-----',
  '-----END CERTIFICATE-----',
  '-----BEGIN ENCRYPTED PRIVATE KEY-----',
  'Proc-Type: 4,ENCRYPTED',
  'PRIVATE KEY ',
  '\n',
  '\\n',
  'MIGH',
  '-----',
];
const pem = fc.oneof(
  textOf(...PEM_PIECES),
  near(fc.constant(PEM)),
  near(fc.constant(PEM.replaceAll('\n', '\\n'))),
);

const YAML_PIECES = [
  'a: b\n',
  '- ',
  '  ',
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a',
  '!!x ',
  '<<: ',
  '|\n',
  '? ',
  '#',
  '---\n',
  '%a\n',
];

const PROVIDER = createTestProvider();

const METADATA = [
  'issuer',
  'token_endpoint',
  'revocation_endpoint',
  'scopes_supported',
  'authorization_response_iss_parameter_supported',
];

/** Metadata of a server whose issuer is sound, with anything for the other members. */
const metadata = fc
  .record(
    {
      issuer: fc.constantFrom(
        'https://idp.example.com',
        'https://10.0.0.1:8443/a/b',
        'https://ä.example/%00?x#y',
      ),
      authorization_endpoint: textOf('https://idp.example.com/', 'authorize', '?', '#', '\u202e'),
      token_endpoint: textOf('https://idp.example.com/', 'token', ':', '[', '@'),
      token_endpoint_auth_methods_supported: fc.oneof(fc.array(anyText, { maxLength: 4 }), fc.jsonValue()),
      token_endpoint_auth_signing_alg_values_supported: fc.array(fc.constantFrom('RS256', 'none', 'ES256')),
      code_challenge_methods_supported: fc.array(fc.constantFrom('S256', 'plain', '__proto__')),
      scopes_supported: fc.array(fc.oneof(fc.constantFrom('openid', 'offline_access'), anyText), {
        maxLength: 4,
      }),
      grant_types_supported: fc.array(anyText, { maxLength: 3 }),
    },
    { requiredKeys: ['issuer'] },
  )
  .map((document) => JSON.stringify(document));

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 120 }).map((content) => Buffer.from(content)),
  anyText.chain((text) => fc.constantFrom(Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le'))),
);

const lock = renderLock({
  name: 'domi-tenants',
  shards: 4,
  secretsFolder: '/run/secrets/tenants',
  secretStore: undefined,
  tenants: new Map([['acme', '0123456789abcdef']]),
});
const isConfigError = (error: unknown): boolean => error instanceof ConfigError;
const isRange = (error: unknown): boolean => error instanceof RangeError;

const notesResponse = fc.record({
  status: fc.constantFrom(200, 201, 204, 400, 401, 407, 500),
  body: fc.oneof(
    jsonWith(
      'access_token',
      'refresh_token',
      'error',
      'id',
      'join_url',
      'joinUrl',
      'webLink',
      'error_description',
    ),
    textOf('<!doctype html>', '{"id":1}', '[', ']', ',', '\r\n'),
  ),
});

/** Parsers of what operators write, of what systems put into files, and of what the command line gets in answer. */
export const FILE_PARSERS: readonly FuzzedParser[] = [
  fuzz('config/files/parse-source-files.ts parseSourceFiles', {
    input: textOf(...YAML_PIECES),
    run: (text) => parseSourceFiles([{ name: 'p.yaml', text }], createFaultList()),
    place: (text) => text,
    pieces: YAML_PIECES,
  }),
  fuzz('config/settings/decode-file.ts decodeFile', {
    input: bytes,
    run: decodeFile,
    place: (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  }),
  fuzz('config/settings/read-secret-file.ts parseSecret', {
    input: bytes,
    run: parseSecret,
    place: (text) => Buffer.from(text),
    pieces: ['\n', ' \r\n', '"'],
  }),
  fuzz('config/build/parse-client-key.ts parseClientKey', {
    input: pem,
    run: (text) => parseClientKey(text, 'PS256'),
    place: (text) => text,
    pieces: [...PEM_PIECES, 'A', '-----BEGIN ', 'RSA '],
  }),
  fuzz('config/build/parse-certificates.ts parseCertificates', {
    input: pem,
    run: parseCertificates,
    place: (text) => text,
    pieces: [...PEM_PIECES, '-----BEGIN CERTIFICATE-----A'],
  }),
  fuzz('config/build/parse-expiry.ts parseExpiry', {
    input: fc.oneof(
      textOf('2027-', '02', '-30', 'T', '24:00', 'Z', '+14:00', '.9'),
      near(fc.constantFrom('2027-02-28', '2027-02-28T23:59:60Z')),
    ),
    run(text) {
      const moment = parseExpiry(text);
      if (moment !== undefined) expect(moment).to.satisfy(Number.isFinite);
    },
    place: (text) => `2027-02-28T00:00:00.${text}`,
    pieces: ['9', '2027-02-28'],
  }),
  fuzz('config/settings/parse-proxy-address.ts parseProxyAddress', {
    input: textOf(
      'http://',
      'https://',
      'socks5://',
      'user',
      ':',
      '@',
      'proxy',
      ':3128',
      '/',
      '[::1]',
      '%',
      '%41',
      '3128',
    ),
    run(text) {
      const parsed = parseProxyAddress(text);
      if ('url' in parsed) expect(parsed.url.protocol).to.match(/^https?:$/);
    },
    place: (text) => text,
    pieces: ['http://', 'a.', '@', ':', '%41'],
  }),
  fuzz('config/settings/parse-store-addresses.ts parseStoreAddresses', {
    input: textOf('redis://', 'rediss://', 'user:p', '@', 'cache', ':6379', ',', '/0', '[::1]', '%2C', '%'),
    run: parseStoreAddresses,
    place: (text) => `redis://${text}`,
    pieces: ['redis://a,', 'a:1,', '@', '%2C', '/'],
  }),
  fuzz('sealing/seal-keys.ts parseSealKeys', {
    input: textOf('k1:', sealKeyOf(1), sealKeyOf(2), ',', '=', ' ', 'k2:', 'A'.repeat(43)),
    run: (text) => expect(parseSealKeys(text)).to.not.be.empty,
    throws: isRange,
    place: (text) => text,
    pieces: [`a:${sealKeyOf(3)},`, 'a:', ','],
  }),
  fuzz('limits/parse-limit.ts parseLimit', {
    input: textOf('off', 'burst=', 'inFlight=', 'requestsPerSecond=', '10', ',', '-1', ' '),
    run: parseLimit,
    throws: isRange,
    place: (text) => `burst=${text}`,
    pieces: ['burst=1,', ' ', '1'],
  }),
  fuzz('manifests/output-lock.ts parseLock', {
    input: fc.oneof(
      near(fc.constant(lock)),
      jsonWith('name', 'shards', 'secretsFolder', 'secretStore', 'tenants'),
    ),
    run: (text) => expect(parseLock(text).tenants).to.be.instanceOf(Map),
    throws: isConfigError,
    place: (text) => lock.replace('acme', () => JSON.stringify(text).slice(1, -1)),
    pieces: ['acme', '/run/', '"acme":'],
  }),
  fuzz('discovery/server-metadata.ts parseServerMetadata', {
    input: fc.oneof(jsonWith(...METADATA), metadata),
    run(text) {
      const metadata = parseServerMetadata(text);
      if (metadata === undefined) return;
      // It is shown on a terminal.
      expect(Object.values(metadata).flat().join('')).to.not.match(/\p{C}/u);
      expect(compareRecord(PROVIDER, metadata).join('')).to.not.match(/undefined|\[object/);
      // Only a document whose issuer is the address that was asked is used for a draft.
      if (URL.canParse(metadata.issuer)) draftRecord(metadata);
    },
    place: (text) => JSON.stringify({ issuer: text, scopes_supported: [...text.slice(0, 10_000)] }),
    pieces: ['https://a/', '\u202e'],
  }),
  fuzz('client-authentication/read-assertion.ts readAssertion', {
    input: bytes,
    run: (content) =>
      expect(
        readAssertion({ kind: 'assertion-file', file: '/a' }, () => ({ content, isOutside: false })),
      ).to.match(/^[!-~]+$/),
    throws: isDomiError,
    place: (text) => Buffer.from(text),
    pieces: ['a.', 'a.b.c', 'eyJ'],
  }),
  fuzz('notes/notes-body.ts parseBody', {
    input: notesResponse,
    run: ({ body }) => parseBody(body),
    place: (body) => ({ status: 200 as const, body }),
    pieces: ['[{', '\r\n', '<!doctype'],
  }),
  fuzz('notes/parse-tokens.ts parseTokens', {
    input: notesResponse,
    run: (response) => parseTokens(response, 'RT'),
  }),
  fuzz('notes/parse-tokens.ts parseRevocation', {
    input: notesResponse,
    run: (response) => parseRevocation(response, 'AT'),
  }),
  fuzz('notes/parse-meeting.ts parseMeeting', {
    input: fc.record({ response: notesResponse, service: fc.constantFrom(...NOTES_SERVICES) }),
    run: ({ response, service }) => parseMeeting(service, response, 'AT'),
  }),
];
