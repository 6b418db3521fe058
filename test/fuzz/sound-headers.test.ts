import { expect } from 'chai';
import fc from 'fast-check';
import type { LANGUAGES } from '../../src/pages/texts/languages.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';

/** Requests that are sent at the same time. */
const BATCH = 10;
const RUNS = 40;

/** Each as proxies write an address, with and without a port. */
const IPV4_FORMS: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => `${address}:40312`,
  (address) => `"${address}"`,
  (address) => `"${address}:443"`,
  (address) => ` ${address}\t`,
  (address) => `::ffff:${address}`,
  (address) => `[::ffff:${address}]:80`,
  (address) => `::ffff:${toHexadecimal(address)}`,
];
const IPV6_FORMS: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => address.toUpperCase(),
  (address) => `[${address}]`,
  (address) => `[${address}]:443`,
  (address) => `"[${address}]:443"`,
  (address) => `"[${address}]"`,
  (address) => ` ${address} `,
  (address) => `${address}%eth0`,
];

function toHexadecimal(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** As RFC 5952 writes it, which is how URLs do. */
const shorten = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1);

const client = fc.oneof(
  fc
    .tuple(fc.ipV4(), fc.constantFrom(...IPV4_FORMS))
    .map(([address, write]) => ({ address, text: write(address) })),
  fc
    .tuple(
      fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 7, maxLength: 7 }),
      fc.constantFrom(...IPV6_FORMS),
    )
    .map(([groups, write]) => {
      const address = ['2001', ...groups.map((group) => group.toString(16))].join(':');
      return { address: shorten(address), text: write(address) };
    }),
);
/** What a client wrote itself, and trusted proxies behind the one that saw it. */
const forged = fc.constantFrom('', '198.51.100.1, ', 'unknown,', '"evil", 1.1.1.1:1 ,', ', ,');
const appended = fc.constantFrom(
  '',
  ', 10.1.2.3',
  ',10.1.2.3:1234,"[::ffff:10.0.0.9]:80"',
  ' , ::ffff:a01:203',
);

const SERVED: Readonly<Record<string, (typeof LANGUAGES)[number]>> = {
  en: 'en',
  'en-GB': 'en',
  de: 'de',
  'de-AT': 'de',
  DE: 'de',
  'fr-CA': 'fr',
  it: 'it',
  'es-419': 'es',
  pt: 'pt-BR',
  'pt-PT': 'pt-BR',
  'nl-BE': 'nl',
  'ja-JP': 'ja',
  'zh-CN': 'zh-Hans',
  'zh-Hans': 'zh-Hans',
  ko: 'ko',
};
const NOT_SERVED = ['fi', 'sv-SE', 'zh-TW', 'zh-Hant', 'xx', 'tlh', 'ar'];

/** Weights that differ, so that there is one order. */
const languages = fc.record({
  tags: fc.uniqueArray(fc.constantFrom(...Object.keys(SERVED), ...NOT_SERVED), {
    minLength: 1,
    maxLength: 10,
  }),
  weights: fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 10, maxLength: 10 }),
  comma: fc.constantFrom(',', ', ', ' ,\t'),
  semicolon: fc.constantFrom(';', '; ', ' ;'),
});

describe('a header that is sound, in any form', function () {
  this.timeout(240_000);
  let service: TestService;

  before(async () => {
    service = await createTestService({
      environment: { DOMI_LIMITS: 'off', DOMI_TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8', DOMI_LANGUAGE: 'it' },
    });
  });
  after(() => service.stop());

  /** Checks a batch of inputs at a time. */
  function assertAll<T>(input: fc.Arbitrary<T>, check: (input: T) => Promise<void>): Promise<void> {
    const batches = fc.array(input, { minLength: BATCH, maxLength: BATCH });
    return fc.assert(
      fc.asyncProperty(batches, async (batch) => {
        await Promise.all(batch.map(check));
      }),
      { numRuns: RUNS },
    );
  }

  it('X-Forwarded-For: the address that the last proxy of ours has seen is that of the client', async () => {
    const isForeign = ({ address }: { readonly address: string }): boolean => !/^(10|127)\./.test(address);
    const chain = fc.record({ client: client.filter(isForeign), forged, appended });
    await assertAll(chain, async ({ client: { address, text }, forged, appended }) => {
      const header = forged + text + appended;
      const { body } = await service.get('/diag', { 'x-forwarded-for': header });
      const { client_address } = JSON.parse(body) as { client_address: string };
      expect(client_address, JSON.stringify(header)).to.equal(address);
    });
  });

  it('Accept-Language: a page speaks the language with the greatest weight that there is', async () => {
    await assertAll(languages, async ({ tags, weights, comma, semicolon }) => {
      const weighted = tags.map((tag, index) => ({ tag, weight: weights[index] as number }));
      const header = weighted
        .map(({ tag, weight }) => `${tag}${semicolon}q=0.${String(weight).padStart(3, '0')}`)
        .join(comma);
      const wanted = weighted
        .toSorted((a, b) => b.weight - a.weight)
        .map(({ tag }) => SERVED[tag])
        .find((language) => language !== undefined);
      const { body } = await service.get('/', { accept: 'text/html', 'accept-language': header });
      expect(/<html lang="([^"]+)"/.exec(body)?.[1], header).to.equal(wanted ?? 'it');
    });
  });
});
