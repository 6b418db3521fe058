import { expect } from 'chai';
import fc from 'fast-check';
import { findPublicUrlFault } from '../../../src/config/settings/find-public-url-fault.ts';
import { createTenant } from '../../../src/tenants/tenant.ts';
import { createDirectory } from '../../../src/tenants/tenant-directory.ts';

describe('a public URL', () => {
  const label = fc.string({ unit: fc.constantFrom(..."aZ09_-~*!$&'(),;=+ü€ß"), minLength: 1, maxLength: 6 });
  const host = fc.oneof(
    fc
      .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '.', '..'))
      .map(([labels, end]) => labels.join('.') + end),
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
    fc.string({ unit: 'binary-ascii', maxLength: 8 }),
  );
  const port = fc.option(fc.integer({ min: 0, max: 65_535 }), { nil: undefined });

  it('that is accepted, whatever its host is, is found by the Host header that a browser sends for it', () => {
    let accepted = 0;
    fc.assert(
      fc.property(host, port, fc.constantFrom('https', 'http'), (name, number, scheme) => {
        const publicUrl = `${scheme}://${name}${number === undefined ? '' : `:${number}`}`;
        if (findPublicUrlFault(publicUrl) !== undefined) return;
        accepted += 1;
        const tenant = createTenant({ id: 'acme', publicUrl, providers: [] });
        const directory = createDirectory([tenant], false);
        expect(directory.resolve(new URL(publicUrl).host, '/')?.tenant.id).to.equal('acme');
      }),
      { numRuns: 2000 },
    );
    expect(accepted).to.be.greaterThan(100);
  });

  for (const accepted of [
    'meet_ings.example.com',
    '_x.example.com',
    'a--b.example.com',
    'xn--tda.de',
    '[2001:db8::1]:8443',
    'd.example.com.',
  ])
    it(`at ${accepted} is accepted`, () => {
      expect(findPublicUrlFault(`https://${accepted}`)).to.equal(undefined);
    });

  for (const refused of ['*.example.com', "o'neil.example.com", 'a~b.example.com', 'd.example.com..', '.'])
    it(`at ${refused} is refused: no request can be told to come there`, () => {
      expect(findPublicUrlFault(`https://${refused}`)).to.match(
        /^has a host name with characters other than/,
      );
    });
});
