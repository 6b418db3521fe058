import { expect } from 'chai';
import { listSettingsReport } from '../../helpers/list-settings-report.ts';
import { sealKeyOf } from '../../helpers/seal-keys.ts';

type Row = readonly [what: string, environment: Readonly<Record<string, string>>, report: readonly string[]];

const PORTS = 'the two need different numbers';
const HALF_SET = 'name the PFX, or the file of the key; for plain http remove the others';
const NOT_A_RANGE = 'is not an address or CIDR range';
const ALL_TRUSTED =
  'trusts every address, so any client could claim any other: name the addresses of your proxies';

const FAULTS: readonly Row[] = [
  [
    'one port twice',
    { PORT: '9000', METRICSPORT: '9000' },
    [`METRICSPORT: is 9000, and so is PORT: ${PORTS}`],
  ],
  ['the default of the other port', { PORT: '8879' }, [`METRICSPORT: is 8879, and so is PORT: ${PORTS}`]],
  [
    'the default of the web port',
    { METRICSPORT: '8878' },
    [`METRICSPORT: is 8878, and so is PORT: ${PORTS}`],
  ],
  [
    'certificates that Node is to accept unseen',
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    [
      'NODE_TLS_REJECT_UNAUTHORIZED: must not be 0: certificates are always validated; name an authority of your own in NODE_EXTRA_CA_CERTS',
    ],
  ],
  ['certificates that Node validates', { NODE_TLS_REJECT_UNAUTHORIZED: '1' }, []],
  ['two free ports', { PORT: '0', METRICSPORT: '0' }, []],
  [
    'a port that is no number beside the default that stands in for it',
    { PORT: 'x', METRICSPORT: '8878' },
    ['PORT: must be a port number from 0 to 65535'],
  ],
  ['an empty port', { PORT: '', METRICSPORT: '' }, []],

  ['a TLS type alone', { TLSType: 'pem' }, [`TLSFile: is not set, but TLSType is: ${HALF_SET}`]],
  ['a certificate alone', { PEMCert: '/c.pem' }, [`TLSFile: is not set, but PEMCert is: ${HALF_SET}`]],
  ['a password alone', { TLSPassword: 'CANARY' }, [`TLSFile: is not set, but TLSPassword is: ${HALF_SET}`]],
  [
    'a type that does not exist, without a file',
    { TLSType: 'JKS' },
    [
      'TLSType: must be pfx or pem (convert a Java key store: keytool -importkeystore -srckeystore domi.jks -destkeystore domi.p12 -deststoretype pkcs12)',
      `TLSFile: is not set, but TLSType is: ${HALF_SET}`,
    ],
  ],
  [
    'everything but the file',
    { TLSType: 'PEM', PEMCert: '/c.pem', TLSPassword: 'CANARY' },
    [`TLSFile: is not set, but TLSType, PEMCert and TLSPassword are: ${HALF_SET}`],
  ],
  [
    'the defaults of 1.x, the word null, in any case',
    { TLSFile: 'null', TLSPassword: 'NULL', PEMCert: 'Null', TLSType: 'null' },
    [],
  ],
  [
    'a certificate beside a file that is the word null',
    { TLSFile: 'null', PEMCert: '/c.pem' },
    [`TLSFile: is not set, but PEMCert is: ${HALF_SET}`],
  ],
  [
    'files that are not there, and a type that does not exist',
    { TLSFile: '/k.p12', TLSType: 'jks' },
    [
      'TLSType: must be pfx or pem (convert a Java key store: keytool -importkeystore -srckeystore domi.jks -destkeystore domi.p12 -deststoretype pkcs12)',
      'TLSFile: cannot read /k.p12 (ENOENT)',
    ],
  ],
  [
    'two files that are not there',
    { TLSFile: '/k.pem', TLSType: 'pem', PEMCert: 'cert.pem' },
    ['TLSFile: cannot read /k.pem (ENOENT)', 'PEMCert: cannot read cert.pem (ENOENT)'],
  ],
  [
    'a key in place of its file',
    { TLSFile: '-----BEGIN PRIVATE KEY-----CANARY' },
    ['TLSFile: cannot read the file named here (ENOENT)'],
  ],

  [
    'the whole of IPv4 as proxies',
    { DOMI_TRUSTED_PROXIES: '0.0.0.0/0' },
    [`DOMI_TRUSTED_PROXIES: entry 1 ${ALL_TRUSTED}`],
  ],
  [
    'the whole of IPv6 as proxies',
    { DOMI_TRUSTED_PROXIES: '10.0.0.1, ::/0' },
    [`DOMI_TRUSTED_PROXIES: entry 2 ${ALL_TRUSTED}`],
  ],
  [
    '0.0.0.0/00 as proxies',
    { DOMI_TRUSTED_PROXIES: '0.0.0.0/00' },
    [`DOMI_TRUSTED_PROXIES: entry 1 ${ALL_TRUSTED}`],
  ],
  [
    'names, masks and ranges that are too long as proxies',
    {
      DOMI_TRUSTED_PROXIES:
        'proxy.example.com,10.0.0.0/255.0.0.0,10.0.0.0/33,::1/129,10.0.0.0/,10.0.0.0/8/8,loopback',
    },
    [1, 2, 3, 4, 5, 6, 7].map((entry) => `DOMI_TRUSTED_PROXIES: entry ${entry} ${NOT_A_RANGE}`),
  ],
  [
    'proxies as they are written',
    { DOMI_TRUSTED_PROXIES: '10.0.0.0/8, 127.0.0.1,2001:db8::/32 ,::ffff:10.0.0.0/104' },
    [],
  ],

  ['a level in capitals', { LOG_LEVEL: 'WARN' }, []],
  [
    'a level that does not exist',
    { LOG_LEVEL: 'warning' },
    ['LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent'],
  ],

  [
    'keys of which one can be guessed',
    { DOMI_SEAL_KEYS: `k1:${sealKeyOf(1)},k2:${Buffer.alloc(32).toString('base64url')}` },
    ['DOMI_SEAL_KEYS: entry 2 can be guessed, since its bytes repeat: use 32 random bytes'],
  ],
  [
    'one key under two ids',
    { DOMI_SEAL_KEYS: `k1:${sealKeyOf(1)},k2:${sealKeyOf(1)}` },
    ['DOMI_SEAL_KEYS: entries 1 and 2 have the same key: a rotation needs a new one'],
  ],

  [
    'tracing that is wrong in every part',
    {
      OTEL_TRACES_EXPORTER: 'jaeger',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'pigeon',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
      OTEL_EXPORTER_OTLP_HEADERS: 'CANARY',
    },
    [
      'OTEL_EXPORTER_OTLP_HEADERS: entry 1 is not name=value',
      'OTEL_TRACES_EXPORTER: must be one of otlp, console, none',
      'OTEL_EXPORTER_OTLP_PROTOCOL: must be one of http/protobuf, http/json, grpc',
      'OTEL_EXPORTER_OTLP_ENDPOINT: must be a URL that begins with http:// or https://',
    ],
  ],
  [
    'several keys that are none',
    { DOMI_SEAL_KEYS: `k1:CANARY,k2:${sealKeyOf(1)},CANARY` },
    ['DOMI_SEAL_KEYS: entry 1 is not kid:base64url-of-32-bytes; entry 3 is not kid:base64url-of-32-bytes'],
  ],
  [
    'headers of exports that are no headers',
    { OTEL_EXPORTER_OTLP_HEADERS: 'api-key=CANARY,CANARY', OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'CANARY' },
    [
      'OTEL_EXPORTER_OTLP_HEADERS: entry 2 is not name=value',
      'OTEL_EXPORTER_OTLP_TRACES_HEADERS: entry 1 is not name=value',
    ],
  ],
  [
    'headers of exports twice, and in a file that is not there',
    {
      OTEL_EXPORTER_OTLP_HEADERS: 'a=CANARY',
      OTEL_EXPORTER_OTLP_HEADERS_FILE: '/h',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS_FILE: '/h',
    },
    [
      'OTEL_EXPORTER_OTLP_HEADERS: is set twice: set either OTEL_EXPORTER_OTLP_HEADERS or OTEL_EXPORTER_OTLP_HEADERS_FILE',
      'OTEL_EXPORTER_OTLP_TRACES_HEADERS_FILE: cannot read /h (ENOENT)',
    ],
  ],
  [
    'headers of exports as the specification has them',
    { OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b, x-team = t,' },
    [],
  ],
  [
    'faults of every sort at once',
    {
      OAUTH_HOSTNAME: 'domi.example.com',
      PORT: '-1',
      TLSPassword: 'CANARY',
      DOMI_TRUSTED_PROXIES: 'x',
      LOG_LEVEL: 'CANARY',
      DOMI_SEAL_KEYS: 'CANARY',
      OTEL_EXPORTER_OTLP_HEADERS: 'CANARY',
      DOMI_DRAIN_DELAY: 'CANARY',
    },
    [
      'DOMI_SEAL_KEYS: entry 1 is not kid:base64url-of-32-bytes',
      'OTEL_EXPORTER_OTLP_HEADERS: entry 1 is not name=value',
      'OAUTH_HOSTNAME: is not a URL such as https://domi.example.com',
      'PORT: must be a port number from 0 to 65535',
      `TLSFile: is not set, but TLSPassword is: ${HALF_SET}`,
      `DOMI_TRUSTED_PROXIES: entry 1 ${NOT_A_RANGE}`,
      'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent',
      'DOMI_DRAIN_DELAY: must be a whole number of seconds from 0 to 300',
    ],
  ],
];

const ZOOM = { ZOOM_CLIENT_ID: 'i', ZOOM_CLIENT_SECRET: 's' };
const HERE_ONLY =
  'OAUTH_HOSTNAME is not set: redirect URIs lead to http://localhost:8878, which works on this machine only';

const WARNINGS: readonly Row[] = [
  ['an enabled service without a public address', { ...ZOOM, OAUTH_HOSTNAME: '' }, [HERE_ONLY]],
  [
    'a port without a public address',
    { ...ZOOM, OAUTH_HOSTNAME: '', PORT: '9000' },
    [`${HERE_ONLY}, and the service listens on another port`],
  ],
  ['no service at all', { OAUTH_HOSTNAME: '' }, []],
  ['one service of four', ZOOM, []],
  [
    'half of the credentials of a service',
    { ZOOM_CLIENT_ID: 'i' },
    ['zoom is not enabled: it has no client secret (ZOOM_CLIENT_SECRET not set)'],
  ],
];

describe('an environment', () => {
  for (const [what, environment, faults] of FAULTS) {
    it(`with ${what}, ${faults.length > 0 ? 'is refused in these words' : 'is sound'}`, () => {
      const report = listSettingsReport(environment);
      expect(report.faults).to.deep.equal(faults);
      expect(report.faults.join('\n') + report.warnings.join('\n')).to.not.include('CANARY');
    });
  }

  for (const [what, environment, warnings] of WARNINGS) {
    it(`with ${what}, is sound with ${warnings.length} warning(s)`, () => {
      expect(listSettingsReport(environment)).to.deep.equal({ faults: [], warnings });
    });
  }

  for (const DOMI_SEAL_KEYS of ['CANARY', `k1:${'A'.repeat(43)}`]) {
    it(`with wrong seal keys (${DOMI_SEAL_KEYS.slice(0, 3)}…), is not said to have none`, () => {
      const { faults, warnings } = listSettingsReport({ DOMI_SEAL_KEYS, DOMI_STORE_URL: 'redis://r' });
      expect(faults).to.have.length(1);
      expect(warnings).to.deep.equal([]);
    });
  }

  it('with a fault, is reported together with what is likely not meant, which may be its cause', () => {
    const { faults, warnings } = listSettingsReport({ TLSFILE: '/k.p12', TLSPassword: 'CANARY' });
    expect(faults).to.deep.equal([`TLSFile: is not set, but TLSPassword is: ${HALF_SET}`]);
    expect(warnings).to.deep.equal(['TLSFILE is not a setting of this service; did you mean TLSFile?']);
  });
});
