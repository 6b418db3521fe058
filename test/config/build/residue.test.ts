import { expect } from 'chai';
import type { ConfigError } from '../../../src/config/report/config-error.ts';
import { TEST_SEAL_KEYS } from '../../helpers/create-test-service.ts';
import { readSecrets } from '../../helpers/providers.ts';
import { listReport, validateText } from '../../helpers/validate-text.ts';

/** Where a value stands: both have to be treated alike. */
const SOURCES = ['variable', 'file', 'file of a variable', 'bundle'] as const;
type SourceKind = (typeof SOURCES)[number];

/** How a report names the source: a variable is a place itself, a file is named at the place of its record. */
const nameSource = (kind: SourceKind, place: string): string =>
  ({
    variable: 'A_SECRET:',
    file: `${place}: /run/a`,
    'file of a variable': 'A_SECRET:',
    bundle: `${place}: /zoom in /run/bundle.json`,
  })[kind];

function describeSource(kind: SourceKind, field: 'clientId' | 'clientSecret', value: string) {
  const source = {
    variable: '{ env: A_SECRET }',
    file: '{ file: /run/a }',
    'file of a variable': '{ env: A_SECRET }',
    bundle: '{ file: /run/bundle.json, pointer: /zoom }',
  }[kind];
  return {
    text: `providers: { zoom: { ${field}: ${source} } }`,
    environment: {
      ...(kind === 'variable' && { A_SECRET: value }),
      ...(kind === 'file of a variable' && { A_SECRET_FILE: '/run/a' }),
    },
    files: { '/run/a': value, '/run/bundle.json': JSON.stringify({ zoom: value }) },
  };
}

/** What is left of a value, or what is said about it: the name of the source comes first. */
const SECRETS: readonly (readonly [what: string, value: string, sent: string | undefined, said?: string])[] =
  [
    ['nothing', 'q7Vt-1', 'q7Vt-1'],
    ['a byte order mark', '\ufeffq7Vt-1', 'q7Vt-1'],
    ['a line end', 'q7Vt-1\n', 'q7Vt-1'],
    ['a line end of Windows', 'q7Vt-1\r\n', 'q7Vt-1'],
    ['two line ends', 'q7Vt-1\n\n', 'q7Vt-1'],
    ['line ends on both sides', '\r\nq7Vt-1\r', 'q7Vt-1'],
    ['a carriage return', 'q7Vt-1\r', 'q7Vt-1'],
    ['a mark and a line end', '\ufeffq7Vt-1\r\n', 'q7Vt-1'],
    ['a tab', '\tq7Vt-1\t', 'q7Vt-1'],
    ['a no-break space', 'q7Vt-1\u00a0', 'q7Vt-1'],
    ['a zero-width space', '\u200bq7Vt-1\u200b', 'q7Vt-1'],
    ['an ideographic space', 'q7Vt-1\u3000', 'q7Vt-1'],
    ['a no-break space and a space', 'q7Vt-1\u00a0 ', 'q7Vt-1'],
    [
      'a space at the end',
      'q7Vt-1 \n',
      'q7Vt-1 ',
      'begins or ends with a space, which is sent with it: remove it if it came with copying',
    ],
    [
      'a space in front',
      ' q7Vt-1',
      ' q7Vt-1',
      'begins or ends with a space, which is sent with it: remove it if it came with copying',
    ],
    [
      'double quotes',
      '"q7Vt-1"',
      '"q7Vt-1"',
      'is in quotes, which are sent with it: remove them if they came from a shell',
    ],
    [
      'single quotes',
      "'q7Vt-1'\n",
      "'q7Vt-1'",
      'is in quotes, which are sent with it: remove them if they came from a shell',
    ],
    ['a quote on one side', '"q7Vt-1', '"q7Vt-1'],
    ['a space inside', 'q7 Vt', 'q7 Vt'],
    ['every printable sign', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
    [
      'a line end inside',
      'q7\nVt',
      undefined,
      'holds a line end, which no client secret may hold (RFC 6749 appendix A.2)',
    ],
    [
      'a tab inside',
      'q7\tVt',
      undefined,
      'holds a tab, which no client secret may hold (RFC 6749 appendix A.2)',
    ],
    [
      'a no-break space inside',
      'q7\u00a0Vt',
      undefined,
      'holds a no-break space, which no client secret may hold (RFC 6749 appendix A.2)',
    ],
    [
      'a control character',
      'q7\u0007Vt',
      undefined,
      'holds a control character, which no client secret may hold (RFC 6749 appendix A.2)',
    ],
    [
      'typographic quotes',
      '“q7Vt-1”',
      undefined,
      'holds a character outside of ASCII, which no client secret may hold (RFC 6749 appendix A.2)',
    ],
    [
      'an umlaut',
      'q7Vtä',
      'q7Vtä',
      'holds a letter outside of ASCII, which no client secret should hold (RFC 6749 appendix A.2)',
    ],
  ];

describe('the residue around a client secret', () => {
  for (const kind of SOURCES) {
    for (const [what, value, sent, said] of SECRETS) {
      it(`of a ${kind}, when it has ${what}, is ${said ? `reported: ${said}` : 'removed, or none'}`, () => {
        const { text, ...options } = describeSource(kind, 'clientSecret', value);
        expect(listReport(text, options)).to.deep.equal(
          said === undefined ? [] : [`${nameSource(kind, 'p.yaml:1:36')} ${said}`],
        );
        if (sent === undefined) return;
        const zoom = validateText(text, options).tenants[0]?.providers[0]?.provider;
        expect(readSecrets(zoom)).to.deep.equal([sent]);
      });
    }
  }
});

describe('the residue around a client id', () => {
  const IDS: readonly (readonly [what: string, value: string, said?: string])[] = [
    ['spaces', '  Zx81 \r\n'],
    ['a byte order mark', '\ufeffZx81\n'],
    ['a no-break space', '\u00a0Zx81\u00a0'],
    ['quotes', '"Zx81"', 'is in quotes, which are sent with it: remove them if they came from a shell'],
    [
      'a letter of another script',
      'Zx81ü',
      'holds a letter outside of ASCII, which no client id should hold (RFC 6749 appendix A.1)',
    ],
    ['a line end inside', 'Zx\n81', 'holds a line end, which no client id may hold (RFC 6749 appendix A.1)'],
  ];
  for (const kind of SOURCES) {
    for (const [what, value, said] of IDS) {
      it(`of a ${kind}, when it has ${what}, is ${said ? `reported: ${said}` : 'removed'}`, () => {
        const { text, ...options } = describeSource(kind, 'clientId', value);
        expect(listReport(text, options)).to.deep.equal(
          said === undefined ? [] : [`${nameSource(kind, 'p.yaml:1:32')} ${said}`],
        );
        if (said !== undefined) return;
        expect(validateText(text, options).tenants[0]?.providers[0]?.provider.clientId).to.equal('Zx81');
      });
    }
  }

  it('in the file itself is treated in the same way', () => {
    const text = 'providers: { zoom: { clientId: { value: " Zx81\\u00a0" } } }';
    expect(validateText(text).tenants[0]?.providers[0]?.provider.clientId).to.equal('Zx81');
  });
});

describe('the encoding of a secret file', () => {
  const FILE = 'providers: { zoom: { clientSecret: { file: /run/a } } }';
  const rows: readonly (readonly [what: string, bytes: Buffer, report: readonly string[]])[] = [
    ['UTF-16, little-endian, with its mark', Buffer.from('\ufeffq7Vt-1\r\n', 'utf16le'), []],
    ['UTF-16, big-endian, with its mark', Buffer.from('\ufeffq7Vt-1', 'utf16le').swap16(), []],
    [
      'UTF-16 without a mark',
      Buffer.from('q7Vt-1', 'utf16le'),
      ['p.yaml:1:36: /run/a is not text in UTF-8: save it with that encoding'],
    ],
    [
      'half of UTF-16',
      Buffer.from([0xff, 0xfe, 0x71]),
      ['p.yaml:1:36: /run/a is not text in UTF-8: save it with that encoding'],
    ],
    [
      'Latin-1',
      Buffer.from('q7Vt\xe4', 'latin1'),
      ['p.yaml:1:36: /run/a is not text in UTF-8: save it with that encoding'],
    ],
    ['nothing but residue', Buffer.from('\ufeff\r\n'), ['p.yaml:1:36: /run/a is empty']],
  ];
  for (const [what, bytes, report] of rows) {
    it(`when it is ${what}, is ${report.length > 0 ? `reported as ${report.join()}` : 'decoded'}`, () => {
      const options = { files: { '/run/a': bytes } };
      expect(listReport(FILE, options)).to.deep.equal(report);
      if (report.length > 0) return;
      const zoom = validateText(FILE, options).tenants[0]?.providers[0]?.provider;
      expect(readSecrets(zoom)).to.deep.equal(['q7Vt-1']);
    });
  }
});

describe('the residue around a variable of the process', () => {
  it('when every line of an env file ends with a carriage return, is removed from all of them', () => {
    const environment = {
      OAUTH_HOSTNAME: 'https://a.example.com\r',
      PORT: '8443\r',
      LOG_LEVEL: '\ufeffdebug\r',
    };
    const plan = validateText('', { environment });
    expect(plan).to.include({ publicUrl: 'https://a.example.com', webPort: 8443, logLevel: 'debug' });
  });

  it('when it is around a URL or a list of keys, which hold no quotes and blanks, is removed', () => {
    const plan = validateText('', {
      environment: {
        OAUTH_HOSTNAME: ' "https://a.example.com" ',
        DOMI_STORE_URL: "'redis://cache:6379'",
        DOMI_SEAL_KEYS: `"${TEST_SEAL_KEYS}"\u00a0`,
      },
    });
    expect(plan.publicUrl).to.equal('https://a.example.com');
    expect(JSON.stringify(plan.store)).to.include('cache').and.not.include("'");
    expect(plan.sealKeys.map(({ id }) => id)).to.deep.equal(['first']);
  });

  it('when it is around a public URL of a tenant, is removed', () => {
    const text = 'tenants: { a: { publicUrl: "\\ufeffhttps://a.example.com\\u00a0" } }';
    expect(validateText(text).tenants[0]?.publicUrl).to.equal('https://a.example.com');
  });

  it('when it is around a password, stays, with a warning', () => {
    for (const [value, warning] of [
      ['"CANARY"', 'TLSPassword is in quotes, which belong to it: remove them if they came from a shell'],
      [
        'CANARY ',
        'TLSPassword begins or ends with a blank, which belongs to it: remove it if it came with copying',
      ],
    ] as const) {
      // Without a key file it is a fault as well, whose report has the warnings.
      try {
        validateText('', { environment: { TLSPassword: value } });
        expect.fail('no fault');
      } catch (error) {
        expect((error as ConfigError).warnings).to.include(warning);
        expect(String(error)).to.not.include('CANARY');
      }
    }
  });
});
