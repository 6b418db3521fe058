import { expect } from 'chai';
import { parseRetryAfter } from '../../src/oauth/parse-retry-after.ts';

const NOW = new Date('2026-11-27T12:00:00Z');

describe('parseRetryAfter', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  const headers = [
    '120',
    'Fri, 27 Nov 2026 12:02:00 GMT',
    'Friday, 27-Nov-26 12:02:00 GMT',
    'Fri Nov 27 12:02:00 2026',
    '2026-11-27T12:02:00Z',
    '2026-11-27T13:02:00+01:00',
    '2026-11-27T12:02:00',
    '2026-11-27T12:02:00.000',
  ];
  for (const header of headers) {
    it(`reads "${header}" as two minutes, wherever the machine is`, () => {
      for (const place of ['UTC', 'America/New_York', 'Asia/Tokyo']) {
        process.env['TZ'] = place;
        expect(parseRetryAfter(header, NOW), place).to.equal(120);
      }
    });
  }

  it('reads a day of one digit in the form of asctime, whose blank is part of it', () => {
    process.env['TZ'] = 'America/New_York';
    expect(parseRetryAfter('Sun Nov  1 00:02:00 2026', new Date('2026-11-01T00:00:00Z'))).to.equal(120);
  });

  for (const header of [undefined, '', 'soon', '1.5.2', 'Fri Nov 27 12:02:00', '2026-11-27T99:99:99'])
    it(`reads nothing out of ${JSON.stringify(header)}`, () =>
      expect(parseRetryAfter(header, NOW)).to.equal(undefined));
});
