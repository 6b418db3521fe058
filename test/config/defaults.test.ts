import { expect } from 'chai';
import { validateConfig } from '../../src/config/load-config.ts';
import { LANGUAGES } from '../../src/pages/texts/languages.ts';
import { createLogo } from '../../src/tenants/logo.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { createMemoryDisk, listFaults, validateText } from '../helpers/validate-text.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\none', 'latin1');
const OTHER = Buffer.from('\x89PNG\r\n\x1a\ntwo', 'latin1');
const FILES = {
  '/one.png': PNG,
  '/two.png': OTHER,
  '/large.png': Buffer.concat([PNG, Buffer.alloc(65_536)]),
};

const ENVIRONMENT = {
  DOMI_LANGUAGE: 'fr',
  DOMI_DISPLAY_NAME: 'Of the process',
  DOMI_SUPPORT_URL: 'https://process.example.com/',
  DOMI_LOGO_FILE: '/one.png',
};
const DEFAULTS = `defaults:
  language: de
  supportUrl: https://file.example.com/
  logo: { file: /two.png }
  limits: { tenant: { burst: 7 } }
`;

describe('what tenants have that set nothing', () => {
  it('comes from the variables, when there are only these', () => {
    const [tenant] = validateText('', { environment: ENVIRONMENT, files: FILES }).tenants;
    expect(tenant).to.deep.include({
      language: 'fr',
      displayName: 'Of the process',
      supportUrl: 'https://process.example.com/',
      logo: createLogo(PNG),
    });
  });

  it('comes from the file first, for one tenant and for many, and from themselves before that', () => {
    const tenants = `tenants:
  a: { publicUrl: https://d.example.com/a }
  b: { publicUrl: https://d.example.com/b, language: en, displayName: B, limits: { tenant: { inFlight: 3 } } }
`;
    const [only] = validateText(DEFAULTS, { environment: ENVIRONMENT, files: FILES }).tenants;
    const [a, b] = validateText(DEFAULTS + tenants, { environment: ENVIRONMENT, files: FILES }).tenants;
    for (const tenant of [only, a]) {
      expect(tenant).to.deep.include({
        language: 'de',
        displayName: 'Of the process',
        supportUrl: 'https://file.example.com/',
        logo: createLogo(OTHER),
      });
      expect(tenant?.limits?.tenant).to.include({ burst: 7 });
    }
    expect(b).to.deep.include({ language: 'en', displayName: 'B', supportUrl: 'https://file.example.com/' });
    expect(b?.limits?.tenant).to.include({ burst: 7, inFlight: 3 });
    expect(b?.logo).to.equal(a?.logo);
  });

  it('is merged from several files, field by field', () => {
    const disk = createMemoryDisk({
      '/c/1.yaml': 'defaults: { language: de, displayName: First }',
      '/c/2.yaml': 'defaults: { language: fr }',
    });
    const { tenants } = validateConfig({ ...TEST_ENVIRONMENT, DOMI_CONFIG: '/c' }, { disk });
    expect(tenants[0]).to.include({ language: 'fr', displayName: 'First' });
  });

  for (const [name, value, fault] of [
    ['DOMI_LANGUAGE', 'xx', `must be one of ${LANGUAGES.join(', ')}`],
    ['DOMI_DISPLAY_NAME', 'x'.repeat(101), 'is longer than 100 characters'],
    ['DOMI_SUPPORT_URL', 'javascript:alert(1)', 'must be an https:// or mailto: address'],
    ['DOMI_SUPPORT_URL', 'https://u:CANARY@example.com', 'must not contain a user name or password'],
    ['DOMI_LOGO_FILE', '/absent.png', 'cannot read /absent.png (ENOENT)'],
    ['DOMI_LOGO_FILE', '/large.png', '/large.png is larger than 64 KiB'],
    [
      'DOMI_LOGO_FILE',
      './p.yaml',
      './p.yaml is not a PNG, JPEG or WebP image (SVG is not accepted, since it can contain scripts)',
    ],
  ] as const) {
    it(`in ${name}, when it is wrong, is a fault: ${fault}`, () => {
      const options = { environment: { [name]: value }, files: { ...FILES, './p.yaml': 'x' } };
      expect(listFaults('', options)).to.deep.equal([`${name}: ${fault}`]);
    });
  }

  for (const [text, fault] of [
    ['defaults: { logo: { file: /absent } }', 'p.yaml:1:19: defaults.logo cannot read /absent (ENOENT)'],
    [
      'defaults: { publicUrl: x }',
      'p.yaml:1:13: defaults has no field "publicUrl"; it has displayName, language, supportUrl, logo, limits',
    ],
    [
      'defaults: { supportUrl: "https://u:p@x.example.com" }',
      'p.yaml:1:25: defaults.supportUrl must not contain a user name or password',
    ],
  ] as const) {
    it(`in the file, when it is wrong, is a fault: ${fault}`, () => {
      expect(listFaults(text)).to.deep.equal([fault]);
    });
  }
});
