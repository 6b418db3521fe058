import type { Server } from 'node:http';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import { expect } from 'chai';
import type { ProviderResponse } from '../../src/oauth/provider-response.ts';
import { ask, CLIENT_NAMES, createTestSender, FORM } from './both-senders.ts';

const TEXT = JSON.stringify({ access_token: 'AT', name: 'Zoë 会 🎥' });
const UTF8 = Buffer.from(TEXT, 'utf8');
const UTF16_LE = Buffer.from(TEXT, 'utf16le');
const UTF16_BE = Buffer.from(UTF16_LE).swap16();
const BOMB = Buffer.alloc(10_000_000, 'x');

const encodeUtf32 = (text: string): Buffer =>
  Buffer.concat(
    [...text].map((character) => Buffer.from(Uint32Array.of(character.codePointAt(0) ?? 0).buffer)),
  );
const UTF32_LE = encodeUtf32(TEXT);
const UTF32_BE = Buffer.from(UTF32_LE).swap32();

const withoutLast = (content: Buffer, bytes: number): Buffer => content.subarray(0, content.length - bytes);
const marked = (mark: readonly number[], content: Buffer): Buffer =>
  Buffer.concat([Buffer.from(mark), content]);

interface Row {
  readonly what: string;
  readonly coding?: string | readonly string[];
  readonly type?: string;
  readonly content: Buffer;
}

/** Each is the same text. */
const READABLE: readonly Row[] = [
  { what: 'no coding', content: UTF8 },
  { what: 'identity', coding: 'identity', content: UTF8 },
  { what: 'an empty list of codings', coding: '', content: UTF8 },
  { what: 'gzip', coding: 'gzip', content: zlib.gzipSync(UTF8) },
  { what: 'gzip in upper case', coding: 'GZIP', content: zlib.gzipSync(UTF8) },
  { what: 'x-gzip', coding: 'x-gzip', content: zlib.gzipSync(UTF8) },
  { what: 'gzip in two members', coding: 'gzip', content: gzipInTwo() },
  { what: 'deflate', coding: 'deflate', content: zlib.deflateSync(UTF8) },
  { what: 'deflate without the zlib header', coding: 'deflate', content: zlib.deflateRawSync(UTF8) },
  { what: 'br', coding: 'br', content: zlib.brotliCompressSync(UTF8) },
  { what: 'zstd', coding: 'zstd', content: zlib.zstdCompressSync(UTF8) },
  { what: 'two codings', coding: 'gzip, br', content: zlib.brotliCompressSync(zlib.gzipSync(UTF8)) },
  {
    what: 'two codings in two lines',
    coding: ['gzip', 'br'],
    content: zlib.brotliCompressSync(zlib.gzipSync(UTF8)),
  },
  { what: 'a coding and identity', coding: 'identity,gzip', content: zlib.gzipSync(UTF8) },
  { what: 'a byte order mark', content: marked([0xef, 0xbb, 0xbf], UTF8) },
  { what: 'gzip of a byte order mark', coding: 'gzip', content: zlib.gzipSync(`\uFEFF${TEXT}`) },
  { what: 'UTF-8 by name', type: 'application/json; charset="UTF-8"', content: UTF8 },
  { what: 'UTF-8 with a charset that nobody knows', type: 'application/json;charset=x', content: UTF8 },
  { what: 'UTF-16LE with its mark', content: marked([0xff, 0xfe], UTF16_LE) },
  { what: 'UTF-16BE with its mark', content: marked([0xfe, 0xff], UTF16_BE) },
  {
    what: 'a mark that contradicts the charset',
    type: 'a/b; charset=utf-8',
    content: marked([0xff, 0xfe], UTF16_LE),
  },
  { what: 'UTF-16LE by name', type: 'application/json; charset=utf-16le', content: UTF16_LE },
  { what: 'UTF-16BE by name', type: 'application/json; charset=utf-16be', content: UTF16_BE },
  { what: 'UTF-16 without byte order', type: 'application/json; charset=utf-16', content: UTF16_BE },
  { what: 'UTF-16LE without any sign', content: UTF16_LE },
  { what: 'UTF-16BE without any sign', content: UTF16_BE },
  { what: 'UTF-32LE without any sign', content: UTF32_LE },
  { what: 'UTF-32BE without any sign', content: UTF32_BE },
  { what: 'UTF-32LE with its mark', content: marked([0xff, 0xfe, 0, 0], UTF32_LE) },
  { what: 'UTF-32BE with its mark', content: marked([0, 0, 0xfe, 0xff], UTF32_BE) },
];

const DAMAGED: readonly Row[] = [
  { what: 'half of gzip', coding: 'gzip', content: withoutLast(zlib.gzipSync(UTF8), 20) },
  { what: 'gzip without its checksum', coding: 'gzip', content: withoutLast(zlib.gzipSync(UTF8), 4) },
  { what: 'half of deflate', coding: 'deflate', content: withoutLast(zlib.deflateSync(UTF8), 6) },
  { what: 'half of br', coding: 'br', content: withoutLast(zlib.brotliCompressSync(UTF8), 6) },
  { what: 'half of zstd', coding: 'zstd', content: withoutLast(zlib.zstdCompressSync(UTF8), 6) },
  { what: 'text that is called gzip', coding: 'gzip', content: UTF8 },
  { what: 'text that is called br', coding: 'br', content: UTF8 },
  { what: 'text that is called zstd', coding: 'zstd', content: UTF8 },
  { what: 'an unknown coding', coding: 'compress', content: UTF8 },
  { what: 'a coding with the name of a method', coding: 'constructor', content: UTF8 },
  { what: 'more codings than any server sends', coding: 'gzip,gzip,gzip,gzip', content: gzipTimes(4) },
  { what: 'four codings in two lines', coding: ['gzip,gzip', 'gzip,gzip'], content: gzipTimes(4) },
  { what: 'a bomb in gzip', coding: 'gzip', content: zlib.gzipSync(BOMB) },
  { what: 'a bomb in deflate', coding: 'deflate', content: zlib.deflateSync(BOMB) },
  { what: 'a bomb in bare deflate', coding: 'deflate', content: zlib.deflateRawSync(BOMB) },
  { what: 'a bomb in br', coding: 'br', content: zlib.brotliCompressSync(BOMB) },
  { what: 'a bomb in zstd', coding: 'zstd', content: zlib.zstdCompressSync(BOMB) },
  { what: 'a bomb in two codings', coding: 'gzip, gzip', content: zlib.gzipSync(zlib.gzipSync(BOMB)) },
];

function gzipInTwo(): Buffer {
  return Buffer.concat([zlib.gzipSync(UTF8.subarray(0, 20)), zlib.gzipSync(UTF8.subarray(20))]);
}

function gzipTimes(times: number): Buffer {
  return times === 0 ? UTF8 : zlib.gzipSync(gzipTimes(times - 1));
}

for (const client of CLIENT_NAMES) {
  describe(`what a provider answers, when ${client} sends`, () => {
    let server: Server;
    let url: string;
    let row: Row;
    let asked: http.IncomingHttpHeaders;
    const send = createTestSender(client);

    before(async () => {
      server = http.createServer((request, response) => {
        asked = request.headers;
        request.resume();
        const { coding, type, content } = row;
        if (coding !== undefined) response.setHeader('content-encoding', coding);
        if (type !== undefined) response.setHeader('content-type', type);
        response.end(content);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    const receive = (next: Row): Promise<ProviderResponse> => {
      row = next;
      return send({ url, headers: {}, body: FORM }, 5000);
    };

    for (const each of READABLE) {
      it(`with ${each.what}, is read`, async () => {
        expect((await receive(each)).body).to.equal(TEXT);
      });
    }

    for (const each of DAMAGED) {
      it(`with ${each.what}, is refused`, async () => {
        row = each;
        expect(await ask(send, url)).to.equal(
          'provider_invalid_answer: content coding unknown, damaged or too large',
        );
      });
    }

    it('is asked for without a coding', async () => {
      await receive({ what: '', content: UTF8 });
      expect(asked['accept-encoding']).to.equal('identity');
    });

    it('in the charset that it names, is read', async () => {
      const content = Buffer.from('{"name":"Zoë"}', 'latin1');
      const type = 'application/json;charset=ISO-8859-1';
      expect((await receive({ what: '', type, content })).body).to.equal('{"name":"Zoë"}');
    });

    it('loses one byte order mark and no second one', async () => {
      const content = Buffer.from('\uFEFF\uFEFF{}', 'utf8');
      expect((await receive({ what: '', content })).body).to.equal('\uFEFF{}');
    });

    it('with bytes that are no text, keeps the rest', async () => {
      const content = Buffer.from('{"a":"\xff","b":"c"}', 'latin1');
      expect((await receive({ what: '', content })).body).to.equal('{"a":"\uFFFD","b":"c"}');
    });

    it('without content, is read whatever its coding', async () => {
      expect((await receive({ what: '', coding: 'gzip', content: Buffer.alloc(0) })).body).to.equal('');
    });

    for (const length of [0, 1, 2, 3]) {
      it(`with ${length} zero bytes, is read`, async () => {
        expect((await receive({ what: '', content: Buffer.alloc(length) })).body).to.have.length(length);
      });
    }

    it('of 64 KiB, is read; with one byte more, refused', async () => {
      const content = Buffer.alloc(65_536, 'x');
      expect((await receive({ what: '', content })).body).to.have.length(65_536);
      expect(
        (await receive({ what: '', coding: 'gzip', content: zlib.gzipSync(content) })).body,
      ).to.have.length(65_536);
      row = { what: '', content: Buffer.alloc(65_537, 'x') };
      expect(await ask(send, url)).to.equal('provider_invalid_answer: response larger than 64 KiB');
      row = { what: '', coding: 'gzip', content: zlib.gzipSync(Buffer.alloc(65_537, 'x')) };
      expect(await ask(send, url)).to.match(/^provider_invalid_answer: /);
    });
  });
}
