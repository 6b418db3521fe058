import type { Contradiction } from './contradiction.ts';

/** The sentences of the chart for what the service refuses; test/chart/bounds has all the values. */
export const SETTING_CONTRADICTIONS: readonly Contradiction[] = [
  {
    what: 'a port that does not exist',
    values: { publicUrl: 'https://domi.example.com:99999' },
    sentence: /publicUrl has a host or a port that does not exist/,
  },
  {
    what: 'a blank in the path of the address',
    values: { publicUrl: 'https://domi.example.com/a b' },
    sentence: /publicUrl has a path with characters that need escaping/,
  },
  {
    what: 'an address that begins with a path of an app',
    values: { publicUrl: 'https://domi.example.com/dominoZoom' },
    sentence: /publicUrl begins with the path \/dominoZoom, which belongs to zoom/,
  },
  {
    what: 'an address that begins with a path that a record has of the one it extends',
    values: {
      publicUrl: 'https://domi.example.com/myRevoke',
      apps: { b: { existingSecret: 's' } },
      config: { providers: { b: { extends: 'a' }, a: { extends: 'zoom', path: 'my', callback: 'c' } } },
    },
    sentence: /publicUrl begins with the path \/myRevoke, which belongs to b/,
  },
  {
    what: 'a range of proxies that is longer than an address',
    values: { trustedProxies: ['10.0.0.0/33'] },
    sentence: /trustedProxies: 10\.0\.0\.0\/33 must be an address or a CIDR range/,
  },
  {
    what: 'every address as a proxy',
    values: { trustedProxies: ['10.0.0.0/8', '::/0'] },
    sentence: /trustedProxies: ::\/0 trusts every address/,
  },
  {
    what: 'a password in an address that does not exist',
    values: { otel: { endpoint: 'http://me:hush@c:99999' } },
    sentence: /otel\.endpoint must be an address .*: http:\/\/…@c:99999/,
  },
  {
    what: 'a password in the address that events are forwarded to',
    values: { webhookForward: { url: 'https://me:hush@crm.example', existingSecret: 's' } },
    sentence: /webhookForward\.url must not contain a user name or password/,
  },
  {
    what: 'a limit that lets nothing through',
    values: { limits: { clientAddress: 'requestsPerSecond=0' } },
    sentence: /limits\.clientAddress must be off, or some of .*: requestsPerSecond=0/,
  },
  {
    what: 'a proxy with a path',
    values: { proxy: { url: 'http://p:3128/path' } },
    sentence: /proxy\.url must be http:\/\/host:port/,
  },
  {
    what: 'an end of a secret on no day',
    values: { apps: { zoom: { expiresAt: '2027-02-30' } } },
    sentence: /apps\.zoom\.expiresAt must be a date/,
  },
  {
    what: 'a client id with a control character',
    values: { apps: { zoom: { clientId: 'a\u0001b' } } },
    sentence: /apps\.zoom\.clientId must hold letters/,
  },
];

const monitor = (section: string, values: object): object => ({
  metrics: { [section]: { enabled: true, ...values } },
});

/** What the Prometheus operator refuses, so that nothing is scraped. */
export const METRICS_CONTRADICTIONS: readonly Contradiction[] = ['serviceMonitor', 'podMonitor'].flatMap(
  (section): Contradiction[] => [
    ...(
      [
        ['5s', '10s'],
        ['1m30s', '91s'],
        ['500ms', '1s'],
        ['1d', '1d1ms'],
        ['030s', '31s'],
      ] as const
    ).map(
      ([interval, scrapeTimeout]): Contradiction => ({
        what: `a ${section} that waits ${scrapeTimeout} each ${interval}`,
        values: monitor(section, { interval, scrapeTimeout }),
        sentence: new RegExp(`metrics\\.${section}\\.scrapeTimeout \\(${scrapeTimeout}\\) is longer than`),
      }),
    ),
    {
      what: `a ${section} that scrapes without a pause`,
      values: monitor(section, { interval: '0s' }),
      sentence: new RegExp(`metrics\\.${section}\\.interval \\(0s\\) .* must be longer than 0`),
    },
    {
      what: `a ${section} with units in another order`,
      values: monitor(section, { interval: '30s1m' }),
      sentence: new RegExp(`metrics/${section}/interval`),
    },
  ],
);
