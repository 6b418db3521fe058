import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';

describe('an asset', () => {
  let service: TestService;
  let stylePath: string;
  let fontPath: string;
  let plain: Buffer;

  before(async () => {
    service = await createTestService();
    const page = (await service.get('/')).body;
    stylePath = /\/assets\/page\.[0-9a-f]+\.css/.exec(page)?.[0] ?? '';
    fontPath = /\/assets\/inter-latin\.[0-9a-f]+\.woff2/.exec(page)?.[0] ?? '';
    plain = (await fetchWith(stylePath, 'identity')).bytes;
  });

  after(() => service.stop());

  const rows: readonly (readonly [
    accept: string,
    coding: string | undefined,
    decode: (body: Buffer) => Buffer,
  ])[] = [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
    ['identity', undefined, (body) => body],
    ['', undefined, (body) => body],
    ['compress', undefined, (body) => body],
  ];
  for (const [accept, coding, decode] of rows) {
    it(`when asked for with "${accept}", comes ${coding ?? 'as it is'} and is the same file`, async () => {
      const answer = await fetchWith(stylePath, accept);
      expect(answer.headers['content-encoding']).to.equal(coding);
      expect(answer.headers['vary']).to.equal('Accept-Encoding');
      expect(answer.headers['cache-control']).to.equal('public, max-age=31536000, immutable');
      expect(decode(answer.bytes).equals(plain)).to.equal(true);
      if (coding !== undefined) expect(answer.bytes.length).to.be.below(plain.length / 2);
    });
  }

  it('when it is a font, is not compressed again', async () => {
    const answer = await fetchWith(fontPath, 'gzip, br');
    expect(answer.headers['content-encoding']).to.equal(undefined);
    expect(answer.headers['vary']).to.equal(undefined);
  });

  it('when it is a page, is never compressed: it may hold a token', async () => {
    const answer = await fetchWith('/', 'gzip, br');
    expect(answer.headers['content-encoding']).to.equal(undefined);
  });

  function fetchWith(path: string, accept: string): Promise<Answer> {
    return service.get(path, { 'Accept-Encoding': accept });
  }
});
