import { expect } from 'chai';
import { listFaults } from '../helpers/validate-text.ts';

/** Endpoints that a file may not name, and which kind of row of the catalogue they are. */
const ENDPOINTS: readonly (readonly [id: string, url: string])[] = [
  ['D3', 'javascript:alert(1)'],
  ['D3', 'data:text/html,x'],
  ['D3', 'JavaScript://provider.example.com/%0aalert(1)'],
  ['H5', 'http://provider.example.com/token'],
  ['H5', 'https://127.0.0.1/token'],
  ['H5', 'https://2130706433/token'],
  ['H5', 'https://0x7f.1/token'],
  ['H5', 'https://localhost/token'],
  ['H5', 'https://[::1]/token'],
  ['H5', 'https://[::ffff:127.0.0.1]/token'],
  ['H5', 'https://169.254.169.254/token'],
  ['H5', 'https://[fe80::1]/token'],
  ['H5', 'https://10.1.2.3/token'],
  ['H5', 'https://user:CANARY@provider.example.com/token'],
  ['H5', 'https://user@provider.example.com/token'],
  ['H5', 'file:///etc/passwd'],
  ['H5', 'https://provider.example.com/token#CANARY'],
  ['H5', '//provider.example.com/token'],
  ['H5', 'https:///token'],
];

describe('attacks by a provider file', () => {
  for (const [id, url] of ENDPOINTS) {
    for (const field of ['authorizationEndpoint', 'tokenEndpoint', 'revocationEndpoint', 'refreshEndpoint']) {
      it(`${id} ${url} as ${field} is a fault, whose report does not repeat it`, () => {
        const text = JSON.stringify({ providers: { zoom: { [field]: url } } });
        const faults = listFaults(text);
        expect(faults).to.have.length(1);
        expect(faults[0]).to.match(new RegExp(`zoom\\.${field} `));
        expect(faults[0]).to.not.include('CANARY').and.not.include('169.254');
      });
    }
  }

  it('H5 a sound endpoint is none', () => {
    const text = JSON.stringify({
      providers: { zoom: { tokenEndpoint: 'https://provider.example.com/token' } },
    });
    expect(listFaults(text)).to.deep.equal([]);
  });
});
