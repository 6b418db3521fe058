import zlib from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { openFlow } from '../../src/flow/flow-cookies.ts';
import { createFlowKeeper } from '../../src/flow/flow-keeper.ts';
import { isPublicAddress } from '../../src/networks/is-public-address.ts';
import { nameClientNetwork } from '../../src/networks/name-client-network.ts';
import { parseAddress } from '../../src/networks/parse-address.ts';
import { isDomiError } from '../../src/oauth/errors.ts';
import { REPLAY_DENIALS } from '../../src/observability/events.ts';
import { matchLanguage } from '../../src/pages/texts/match-language.ts';
import { parseSealKeys } from '../../src/sealing/seal-keys.ts';
import { createSealer } from '../../src/sealing/sealer.ts';
import { parseLeaseState } from '../../src/store/parse-lease-state.ts';
import { normalizeHost } from '../../src/tenants/normalize-host.ts';
import { decodeContent } from '../../src/upstream/decode-content.ts';
import { decodeText } from '../../src/upstream/decode-text.ts';
import { MAX_RESPONSE_BYTES } from '../../src/upstream/response-limits.ts';
import { parseEvent } from '../../src/webhooks/parse-event.ts';
import { verifySignature } from '../../src/webhooks/verify-signature.ts';
import { createTestProvider } from '../helpers/providers.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';
import { signDelivery } from '../helpers/zoom-webhooks.ts';
import { CODINGS } from './encodings.ts';
import { type FuzzedParser, fuzz } from './fuzzed-parser.ts';
import { anyText, jsonWith, near, option, textOf } from './texts.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
const SECRET = 'secret-of-a-webhook';

const SEALER = createSealer(parseSealKeys(`k1:${sealKeyOf(1)}`));
const FLOWS = createFlowKeeper(SEALER, () => NOW);
const REGISTRATION = { tenantId: 'acme', provider: createTestProvider() };
const BEGUN = FLOWS.begin(REGISTRATION, {}, 'user');
const SEALED = BEGUN.changes[0]?.value ?? '';
const CALLED_BACK = FLOWS.keepCode(REGISTRATION, BEGUN.flow, 'C', {}).changes;
const SOUND_COOKIES = Object.fromEntries(CALLED_BACK.map(({ name, value }) => [name, value]));
const FLOW_NAME = BEGUN.flow.name;

const sealed = near(fc.constantFrom(SEALED, `v1.k1.${'A'.repeat(80)}`, 'v1.k1.', 'v2.k1.AAAA'));
const cookies = fc.dictionary(
  fc.oneof(
    fc.constantFrom(...Object.keys(SOUND_COOKIES), `${FLOW_NAME}.1`, '__Host-domi-x', '__proto__'),
    anyText,
  ),
  fc.oneof(fc.constantFrom(...Object.values(SOUND_COOKIES)), sealed, anyText),
  { maxKeys: 8 },
);

const encoded = fc
  .tuple(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...Object.keys(CODINGS), 'raw'))
  .map(([bytes, coding]) => CODINGS[coding]?.(bytes) ?? Buffer.from(bytes));
/** With a byte changed, or its end cut off. */
const damaged = fc.tuple(encoded, fc.nat(), fc.nat(255), fc.nat(3)).map(([bytes, at, value, cut]) => {
  const changed = Buffer.from(bytes);
  if (changed.length > 0) changed[at % changed.length] = value;
  return changed.subarray(0, Math.max(0, changed.length - cut));
});
/** Each unfolds to hundreds of times its length, the last one twice. */
const ZEROS = Buffer.alloc(4_000_000);
const BOMBS: readonly { readonly content: Buffer; readonly codings: string }[] = [
  { content: zlib.gzipSync(ZEROS), codings: 'gzip' },
  { content: zlib.gzipSync(ZEROS), codings: 'x-gzip' },
  { content: zlib.deflateSync(ZEROS), codings: 'deflate' },
  { content: zlib.deflateRawSync(ZEROS), codings: 'deflate' },
  { content: zlib.brotliCompressSync(ZEROS), codings: 'br' },
  { content: zlib.zstdCompressSync(ZEROS), codings: 'zstd' },
  { content: zlib.gzipSync(zlib.gzipSync(ZEROS)), codings: 'gzip, gzip' },
];

const CHARSETS = [
  '; charset=',
  'utf-8',
  'utf-16',
  'utf-32be',
  '"',
  'latin1',
  'x-none',
  ' ',
  ';',
  'application/json',
];
const ADDRESSES = [
  '1.2.3.4',
  ':443',
  '[',
  ']',
  '2001:db8::7',
  '::ffff:',
  '%eth0',
  '"',
  ':_x',
  '256',
  '0x7f',
  'for=',
];

export const WIRE_PARSERS: readonly FuzzedParser[] = [
  fuzz('flow/flow-cookies.ts openFlow', {
    input: fc.record({ name: fc.oneof(fc.constant(FLOW_NAME), anyText), sealed }),
    run({ name, sealed }) {
      const flow = openFlow(SEALER, 'acme', name, { [name]: sealed });
      if (flow !== undefined) expect(sealed).to.equal(SEALED);
    },
    place: (sealed) => ({ name: FLOW_NAME, sealed }),
    pieces: ['v1.', 'k1.', 'A', '-_'],
  }),
  fuzz('flow/flow-keeper.ts find', {
    input: fc.record({ cookies, state: option(fc.oneof(fc.constant(BEGUN.flow.state), anyText)) }),
    run: ({ cookies, state }) => FLOWS.find(REGISTRATION, state, cookies),
    throws: (error) => isDomiError(error) && error.code === 'invalid_flow',
    place: (state) => ({ cookies: { [FLOW_NAME]: state }, state }),
  }),
  fuzz('flow/flow-keeper.ts findCode', {
    input: cookies,
    run: (cookies) => expect(FLOWS.findCode(REGISTRATION, cookies).code).to.equal('C'),
    throws: (error) => isDomiError(error) && error.code === 'no_waiting_code',
  }),
  fuzz('flow/flow-keeper.ts begin', {
    input: cookies,
    run: (cookies) => FLOWS.begin(REGISTRATION, cookies, 'script'),
  }),
  fuzz('networks/parse-address.ts parseAddress', {
    input: textOf(...ADDRESSES),
    run(text) {
      const address = parseAddress(text);
      if (address === undefined) return;
      expect(parseAddress(address)).to.equal(address);
      isPublicAddress(address);
      expect(nameClientNetwork(address)).to.be.a('string');
    },
    place: (text) => text,
    pieces: ADDRESSES,
  }),
  fuzz('tenants/normalize-host.ts normalizeHost', {
    input: option(textOf('domi.example.com', ':443', ':80', ':', '[::1]', '.', 'A', '-')),
    run(host) {
      const normalized = normalizeHost(host);
      if (normalized !== undefined) expect(normalizeHost(normalized)).to.equal(normalized);
    },
    place: (text) => text,
    pieces: ['a.', ':', '[', '1:'],
  }),
  fuzz('store/parse-lease-state.ts parseLeaseState', {
    input: fc.tuple(
      fc.oneof(fc.constantFrom('answered', 'superseded', 'busy', 'leased', 'lost', 'dead'), fc.anything()),
      fc.oneof(fc.constantFrom('too_often', '7', '-1', 'x'), fc.anything({ withNullPrototype: true })),
    ),
    run(reply) {
      const lease = parseLeaseState(reply);
      if (lease?.state === 'superseded') expect(REPLAY_DENIALS).to.include(lease.denial);
      if (lease?.state === 'busy') expect(lease.leaseLeft).to.satisfy(Number.isFinite);
    },
    place: (text): [string, unknown] => ['answered', text],
  }),
  fuzz('pages/texts/match-language.ts matchLanguage', {
    input: fc.array(textOf('de', 'zh', '-', 'Hant', 'TW', 'pt-BR', 'x-', '*', 'u-co-', 'i-klingon'), {
      maxLength: 30,
    }),
    run: matchLanguage,
    place: (text) => text.split(','),
    pieces: ['de-', 'x,', 'zh-Hant-', ',', 'a-b'],
  }),
  fuzz('webhooks/parse-event.ts parseEvent', {
    input: fc.oneof(
      jsonWith('event', 'payload').map((text) => Buffer.from(text)),
      near(fc.constant('{"event":"endpoint.url_validation","payload":{"plainToken":"q"}}')).map((text) =>
        Buffer.from(text),
      ),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
    ),
    run(body) {
      const event = parseEvent(body);
      // It is signed: nothing that looks like a delivery may stand there.
      if (event?.kind === 'url_validation') expect(event.plainToken).to.match(/^[\w-]{1,200}$/);
    },
    place: (text) => Buffer.from(text),
    pieces: ['{"event":', '{"payload":', '['],
  }),
  fuzz('webhooks/verify-signature.ts verifySignature', {
    input: fc.record({
      body: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      signature: option(textOf('v0=', 'a'.repeat(64), 'A', 'f', '0', 'v1=')),
      timestamp: option(textOf('1795694400', '0', '-', '.', 'e9')),
    }),
    run: (delivery) => expect(verifySignature([SECRET, ''], delivery, NOW)).to.equal(undefined),
    place: (text) => ({ body: Buffer.from(text), signature: `v0=${text}`, timestamp: text }),
    pieces: ['v0=', '0', 'f'],
  }),
  fuzz('webhooks/verify-signature.ts verifySignature of a sound delivery', {
    input: fc.record({ text: anyText, at: fc.nat(), put: fc.constantFrom('', '0', 'F', ' ') }),
    run({ text, at, put }) {
      const { body, headers } = signDelivery(text, SECRET, NOW.getTime());
      const sound = headers['x-zm-signature'] ?? '';
      const from = at % sound.length;
      const signature = sound.slice(0, from) + put + sound.slice(from + 1);
      const delivery = { body: Buffer.from(body), signature, timestamp: headers['x-zm-request-timestamp'] };
      const verified = verifySignature([SECRET], delivery, NOW);
      expect(verified !== undefined).to.equal(signature === sound);
    },
  }),
  fuzz('upstream/decode-content.ts decodeContent', {
    input: fc.oneof(
      {
        weight: 9,
        arbitrary: fc.record({
          content: fc.oneof(encoded, damaged),
          codings: textOf('gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'identity', ',', ' ', 'constructor'),
        }),
      },
      { weight: 1, arbitrary: fc.constantFrom(...BOMBS) },
    ),
    run({ content, codings }) {
      expect(decodeContent(content, codings).length).to.be.at.most(
        Math.max(content.length, MAX_RESPONSE_BYTES),
      );
    },
    throws: (error) => error instanceof Error,
    place: (codings) => ({ content: Buffer.from('x'), codings }),
    pieces: ['gzip,', ', ', 'br'],
  }),
  fuzz('upstream/decode-text.ts decodeText', {
    input: fc.record({
      bytes: fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
      type: textOf(...CHARSETS),
    }),
    run: ({ bytes, type }) => expect(decodeText(bytes, type)).to.be.a('string'),
    place: (text) => ({ bytes: Buffer.from(text), type: text.slice(0, 30_000) }),
    pieces: [...CHARSETS, '\0\0\0a', ';charset', '; charset ='],
  }),
];
