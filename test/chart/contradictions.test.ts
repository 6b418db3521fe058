import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CHART, tryToRender } from '../helpers/render-chart.ts';
import type { Contradiction } from './contradictions/contradiction.ts';
import { POD_CONTRADICTIONS, REFUSED_NAMES } from './contradictions/pods.ts';
import { METRICS_CONTRADICTIONS, SETTING_CONTRADICTIONS } from './contradictions/settings.ts';

const TENANTS = (...urls: string[]): object => ({
  tenants: Object.fromEntries(
    urls.map((publicUrl, index) => [`t${index}`, { publicUrl, providers: { zoom: {} } }]),
  ),
});

/** 1,100 bytes each: 1,000 of them are more than a ConfigMap may hold. */
const manyTenants = (count: number): object =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `t${index}`,
      {
        publicUrl: `https://t${index}.example.com`,
        providers: {
          zoom: { scopes: Array.from({ length: 4 }, (__, part) => `${part}:${'x'.repeat(240)}`) },
        },
      },
    ]),
  );

/** Folders whose path the pod's template holds, whatever the values are. */
function listOwnFolders(): string[] {
  const template = readFileSync(join(CHART, 'templates/_pod.tpl'), 'utf8');
  return [...template.matchAll(/mountPath: (\/[^ ,]+),/g)].map(([, folder = '']) => folder);
}

const CONTRADICTIONS: readonly Contradiction[] = [
  { what: 'no address', values: { publicUrl: '' }, sentence: /publicUrl is missing/ },
  {
    what: 'an address and tenants',
    values: { config: TENANTS('https://a.example') },
    sentence: /publicUrl and config\.tenants are both set/,
  },
  {
    what: 'an address to forward to without a secret',
    values: { webhookForward: { url: 'https://crm.example/' } },
    sentence: /webhookForward\.existingSecret is empty/,
  },
  {
    what: 'an address with a query',
    values: { publicUrl: 'https://a.example/?x' },
    sentence: /publicUrl must be an address/,
  },
  {
    what: 'an address on plain http',
    values: { publicUrl: 'http://a.example' },
    sentence: /publicUrl must begin with https/,
  },
  {
    what: 'a tenant on plain http',
    values: { publicUrl: '', config: TENANTS('http://a.example') },
    sentence: /config\.tenants\.t0\.publicUrl must begin with https/,
  },
  {
    what: 'hosts that leave a tenant out',
    values: {
      publicUrl: '',
      config: TENANTS('https://a.b.example'),
      hosts: ['*.example'],
      ingress: { enabled: true },
    },
    sentence: /hosts does not cover a\.b\.example \(config\.tenants\.t0\.publicUrl\)/,
  },
  {
    what: 'an Ingress without hosts',
    values: { publicUrl: '', config: { existingConfigMaps: ['tenants'] }, ingress: { enabled: true } },
    sentence: /hosts is empty/,
  },
  {
    what: 'a route without a Gateway',
    values: { httpRoute: { enabled: true } },
    sentence: /httpRoute\.parentRefs is empty/,
  },
  {
    what: 'listeners without a Gateway',
    values: { httpRoute: { enabled: true, listenerSet: { enabled: true } } },
    sentence: /httpRoute\.listenerSet\.gateway is empty/,
  },
  {
    what: 'an address in place of a name',
    values: { publicUrl: 'https://10.0.0.5', ingress: { enabled: true } },
    sentence: /10\.0\.0\.5 is an IP address, and Ingress and HTTPRoute take names only/,
  },
  {
    what: 'a host with an empty label',
    values: { publicUrl: 'https://domi..example.com', ingress: { enabled: true } },
    sentence: /domi\.\.example\.com is no host name/,
  },
  { what: 'no app', values: { apps: null }, sentence: /no OAuth app is configured/ },
  {
    what: 'an app of an unknown provider',
    values: { apps: { zooom: { existingSecret: 's' } } },
    sentence: /apps\.zooom is no known provider: .*gotomeeting, .*zoom, .* are built in/,
  },
  {
    what: 'two sources of a client secret',
    values: { config: { providers: { zoom: { clientSecret: { env: 'X' } } } } },
    sentence: /apps\.zoom and config\.providers\.zoom\.clientSecret are both set/,
  },
  {
    what: 'an app with an assertion that no token is for',
    values: { apps: { zoom: { clientId: 'i', clientAssertion: true } } },
    sentence: /apps\.zoom\.clientAssertion needs a token: set clientAssertion\.audience/,
  },
  {
    what: 'an app with a key and secrets',
    values: { apps: { zoom: { existingSecret: 's', clientKeyKeys: ['k'], clientSecretKeys: ['s'] } } },
    sentence: /apps\.zoom has several of clientSecretKeys, clientKeyKeys and clientAssertion/,
  },
  {
    what: 'more tenants than a ConfigMap holds',
    values: { publicUrl: '', config: { tenants: manyTenants(1000) } },
    sentence: /config\.tenants: shard 0 is larger than a ConfigMap may be/,
  },
  {
    what: 'a variable that the chart sets',
    values: { extraEnv: [{ name: 'PORT', value: '1' }] },
    sentence: /extraEnv sets PORT/,
  },
  ...[
    '/run/secrets/domi',
    '/run/secrets/domi/x',
    '/run/secrets',
    '/etc/domi/config/',
    ...listOwnFolders(),
  ].map(
    (folder): Contradiction => ({
      what: `a folder for tenants' secrets beside those of everybody: ${folder}`,
      values: { tenantSecrets: { folder } },
      sentence: /tenantSecrets\.folder \(.*\) overlaps \/(run\/secrets|etc)\/domi/,
    }),
  ),
  {
    what: 'an autoscaler with least above most',
    values: { autoscaling: { enabled: true, minReplicas: 20 } },
    sentence: /autoscaling\.minReplicas \(20\) is greater than autoscaling\.maxReplicas \(10\)/,
  },
  {
    what: 'an autoscaler without a measure',
    values: { autoscaling: { enabled: true, targetCPUUtilizationPercentage: 0 } },
    sentence: /autoscaling has nothing to scale by/,
  },
  {
    what: 'an autoscaler by CPU without a request for CPU',
    values: { autoscaling: { enabled: true }, resources: { requests: { cpu: null } } },
    sentence: /autoscaling by CPU needs resources\.requests\.cpu/,
  },
  {
    what: 'a grace period shorter than the drain',
    values: { preStopSleepSeconds: 20 },
    sentence: /terminationGracePeriodSeconds \(45\) is shorter than .* at least 53/,
  },
  {
    what: 'Sentinel without the name of the primary',
    values: { store: { existingSecret: 's', mode: 'sentinel' } },
    sentence: /store\.master is empty/,
  },
  {
    what: 'the name of a primary without Sentinel',
    values: { store: { existingSecret: 's', master: 'main' } },
    sentence: /store\.master is for store\.mode sentinel only/,
  },
  {
    what: 'a closed network and a store',
    values: { networkPolicy: { enabled: true }, store: { existingSecret: 's' } },
    sentence: /networkPolicy\.egress\.store is empty/,
  },
  {
    what: 'a closed network and a proxy',
    values: { networkPolicy: { enabled: true }, proxy: { url: 'http://p:3128' } },
    sentence: /networkPolicy\.egress\.proxy is empty/,
  },
  {
    what: 'a closed network and a collector',
    values: { networkPolicy: { enabled: true }, otel: { endpoint: 'http://c:4318' } },
    sentence: /networkPolicy\.egress\.otlp is empty/,
  },
  {
    what: 'a network without a way out',
    values: { networkPolicy: { enabled: true, egress: { providers: [] } } },
    sentence: /networkPolicy\.egress lets nothing reach the meeting services/,
  },
  {
    what: 'a network without names',
    values: { networkPolicy: { enabled: true, egress: { dns: [] } } },
    sentence: /networkPolicy\.egress\.dns is empty/,
  },
  {
    what: 'a policy by host in an open network',
    values: { networkPolicy: { byHost: 'cilium' } },
    sentence: /networkPolicy\.byHost is set, but networkPolicy\.enabled is false/,
  },
  {
    what: 'a chart that is switched off, but rendered',
    values: { enabled: false },
    sentence: /enabled is false, but the chart is rendered/,
  },
  ...['1domi', 'domi.prod', 'x.domi'].map(
    (release): Contradiction => ({
      what: `the release ${release}`,
      values: {},
      release,
      sentence: new RegExp(`the resources would be called ${release}: a Service needs a name`),
    }),
  ),
  {
    what: 'names in upper case',
    values: { fullnameOverride: 'Mail' },
    sentence: /the resources would be called Mail/,
  },
  {
    what: 'a label of the selector among those of everything',
    values: { commonLabels: { 'app.kubernetes.io/name': 'mail' } },
    sentence: /commonLabels sets app\.kubernetes\.io\/name, which the chart sets itself/,
  },
  {
    what: 'a label of the selector among those of the pods',
    values: { podLabels: { 'app.kubernetes.io/instance': 'mail' } },
    sentence: /podLabels sets app\.kubernetes\.io\/instance/,
  },
  {
    what: 'a node port on a Service without one',
    values: { service: { nodePort: 30123 } },
    sentence: /service\.nodePort is for service\.type NodePort and LoadBalancer/,
  },
  {
    what: 'a class of load balancer without a load balancer',
    values: { service: { type: 'NodePort', loadBalancerClass: 'x.example/lb' } },
    sentence: /service\.loadBalancerClass is for service\.type LoadBalancer/,
  },
  {
    what: 'two families of addresses on a Service for one',
    values: { service: { ipFamilies: ['IPv4', 'IPv6'] } },
    sentence: /service\.ipFamilies names two families/,
  },
  {
    what: 'a rolling update that may neither add nor take a pod',
    values: { updateStrategy: { maxSurge: '0%' } },
    sentence: /updateStrategy\.maxSurge and updateStrategy\.maxUnavailable are both 0/,
  },
  {
    what: 'an autoscaler by memory without a request for memory',
    values: {
      autoscaling: { enabled: true, targetMemoryUtilizationPercentage: 80 },
      resources: { requests: { memory: null } },
    },
    sentence: /autoscaling by memory needs resources\.requests\.memory/,
  },
  {
    what: 'more values than a release holds',
    values: { publicUrl: '', config: { tenantShards: 9, tenants: manyTenants(1500) } },
    sentence: /the values have 1[5-9]\d{5} bytes, and Helm keeps values and manifests in one Secret of 1 MiB/,
  },
  {
    what: 'bundles and Secrets of single tenants in one folder',
    values: {
      publicUrl: '',
      config: { builtTenants: { name: 'customers' } },
      tenantSecrets: { existingSecrets: { acme: 's' } },
    },
    sentence: /config\.builtTenants\.name and tenantSecrets\.existingSecrets are both set/,
  },
  {
    what: 'the folder of a sidecar, and sources that nobody would mount',
    values: { publicUrl: '', config: { folder: '/mnt/config', existingConfigMaps: ['lost'] } },
    sentence: /config\.folder is set, so nothing of config\.existingConfigMaps/,
  },
  {
    what: 'a source without a name',
    values: { publicUrl: '', config: { existingConfigMaps: [{ optional: true }] } },
    sentence: /existingConfigMaps/,
  },
  {
    what: 'two monitors',
    values: { metrics: { serviceMonitor: { enabled: true }, podMonitor: { enabled: true } } },
    sentence: /metrics\.serviceMonitor and metrics\.podMonitor are both enabled/,
  },
  {
    what: 'a change of an alert that does not exist',
    values: { metrics: { prometheusRule: { enabled: true, rules: { NoSuchAlert: { enabled: false } } } } },
    sentence: /metrics\.prometheusRule\.rules names NoSuchAlert/,
  },
];

/** Sentences that take a cluster: cluster.test.ts has them. */
const ELSEWHERE = /^the release runs as/;

/** What the schema refuses before any template is read. */
const MISTAKES: readonly { what: string; values: object; sentence: RegExp }[] = [
  {
    what: 'a misspelt key',
    values: { replicas: 2 },
    sentence: /additional properties 'replicas' not allowed/,
  },
  {
    what: 'a misspelt key of a section',
    values: { ingress: { enable: true } },
    sentence: /'enable' not allowed/,
  },
  { what: 'a text for a number', values: { replicaCount: '2' }, sentence: /replicaCount.*want .*integer/s },
  {
    what: 'an unknown controller',
    values: { ingress: { controller: 'nginx' } },
    sentence: /ingress\/controller/,
  },
  {
    what: 'an app without a Secret',
    values: { apps: { webex: { clientId: 'x' } } },
    sentence: /missing property 'existingSecret'/,
  },
  {
    what: 'a misspelt field of a provider record',
    values: { config: { providers: { zoom: { scope: ['x'] } } } },
    sentence: /'scope' not allowed/,
  },
  {
    what: 'a tenant without an address',
    values: { config: { tenants: { acme: {} } } },
    sentence: /missing property 'publicUrl'/,
  },
  {
    what: 'a secret value in place of its source',
    values: { config: { providers: { zoom: { clientSecret: 'hush' } } } },
    sentence: /clientSecret/,
  },
  {
    what: 'a language that pages do not speak',
    values: { appearance: { language: 'tlh' } },
    sentence: /appearance\/language/,
  },
  {
    what: 'another rule for faulty tenants',
    values: { tenantFaults: 'ignore' },
    sentence: /tenantFaults/,
  },
  {
    what: 'a Secret for what is no tenant id',
    values: { tenantSecrets: { existingSecrets: { 'Acme Inc': 's' } } },
    sentence: /Acme Inc/,
  },
  {
    what: 'a misspelt default',
    values: { config: { defaults: { lang: 'de' } } },
    sentence: /'lang' not allowed/,
  },
  {
    what: 'credentials in the address of the proxy',
    values: { proxy: { url: 'http://me:hush@p:3128' } },
    sentence: /proxy\/url/,
  },
];

describe('contradictions in the values of the chart', function () {
  this.timeout(60_000);

  const said: string[] = [];

  for (const { what, values, sentence, release } of [
    ...CONTRADICTIONS,
    ...POD_CONTRADICTIONS,
    ...SETTING_CONTRADICTIONS,
    ...METRICS_CONTRADICTIONS,
    ...REFUSED_NAMES,
    ...MISTAKES,
  ] as Contradiction[]) {
    it(`${what}, when rendered, then it stops with a sentence`, async () => {
      const { code, stdout, stderr } = await tryToRender({
        values,
        ...(release !== undefined && { release }),
      });
      said.push(stderr);
      expect(code).to.not.equal(0);
      expect(stdout).to.equal('');
      expect(stderr).to.match(sentence);
    });
  }

  it('several at once, when rendered, then one run reports all of them', async () => {
    const { stderr } = await tryToRender({ values: { publicUrl: '', apps: null, preStopSleepSeconds: 100 } });
    expect(stderr.match(/^- /gm)).to.have.length(3);
  });

  it('every sentence of the chart, after the cases above, then a case has brought it up', () => {
    const source = readdirSync(join(CHART, 'templates'))
      .filter((name) => name.startsWith('_validate'))
      .map((name) => readFileSync(join(CHART, 'templates', name), 'utf8'))
      .join('');
    const sentences = [...source.matchAll(/append \$faults (?:\(printf )?"([^"]+)"/g)].map(
      ([, text = '']) => text,
    );
    expect(sentences).to.have.length.greaterThan(20);
    const unsaid = sentences
      .filter((text) => !ELSEWHERE.test(text))
      .filter((text) => {
        const pattern = text
          .split(/%[sd]/)
          .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.+');
        return !said.some((words) => new RegExp(pattern).test(words));
      });
    expect(unsaid).to.deep.equal([]);
  });
});
