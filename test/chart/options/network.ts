import { listKind, type Manifest, pick } from '../../helpers/render-chart.ts';
import { environment, kind, type Look, type OptionCase, policy, webService } from './looks.ts';

const RULE = { to: [{ ipBlock: { cidr: '10.1.2.3/32' } }], ports: [{ port: 4711, protocol: 'TCP' }] };

/** Of this rule of the NetworkPolicy's egress; the default has others before it. */
const egress = (key: string, others: object = {}): OptionCase => ({
  key: `networkPolicy.egress.${key}`,
  values: { networkPolicy: { enabled: true, egress: { [key]: [RULE] } }, ...others },
  look: (all) =>
    (policy(all) as { egress: unknown[] }).egress.filter((rule) => JSON.stringify(rule).includes('10.1.2.3')),
  expected: [RULE],
});

const listenerSet = (
  key: string,
  values: object,
  field: (manifest: Manifest) => unknown,
  expected: unknown,
): OptionCase => ({
  key: `httpRoute.listenerSet.${key}`,
  values: {
    httpRoute: { enabled: true, listenerSet: { enabled: true, gateway: { name: 'gw' }, ...values } },
  },
  look: kind('ListenerSet', field),
  expected,
});

/** A field of the Service's spec, for the types that take it. */
const service = (field: string, value: unknown, type = 'ClusterIP', look?: Look): OptionCase => ({
  key: `service.${field}`,
  values: { service: { type, [field]: value } },
  look: look ?? ((all) => (webService(all) as Manifest).spec[field]),
  expected: value,
});

const DUAL_STACK: Readonly<Record<string, unknown>> = {
  ipFamilyPolicy: 'PreferDualStack',
  ipFamilies: ['IPv6', 'IPv4'],
};

export const NETWORK_OPTIONS: readonly OptionCase[] = [
  {
    key: 'hosts',
    values: { hosts: ['*.example.com'], ingress: { enabled: true } },
    look: kind('Ingress', ({ spec }) => spec.rules.map(({ host }: { host: string }) => host)),
    expected: ['*.example.com'],
  },
  {
    key: 'trustedProxies',
    values: { trustedProxies: ['10.0.0.0/8', '::1'] },
    look: environment('DOMI_TRUSTED_PROXIES'),
    expected: '10.0.0.0/8,::1',
  },
  {
    key: 'proxy.url',
    values: { proxy: { url: 'http://p:3128' } },
    look: environment('HTTPS_PROXY'),
    expected: 'http://p:3128',
  },
  {
    key: 'proxy.noProxy',
    values: { proxy: { noProxy: '.local' } },
    look: environment('NO_PROXY'),
    expected: '.local',
  },
  {
    key: 'service.type',
    values: { service: { type: 'LoadBalancer' } },
    look: (all) => (webService(all) as Manifest).spec.type,
    expected: 'LoadBalancer',
  },
  {
    key: 'service.port',
    values: { service: { port: 8080 } },
    look: (all) => (webService(all) as Manifest).spec.ports[0].port,
    expected: 8080,
  },
  {
    key: 'service.annotations',
    values: { service: { annotations: { a: 'b' } } },
    look: (all) => (webService(all) as Manifest).metadata.annotations,
    expected: { a: 'b' },
  },
  service('nodePort', 30123, 'NodePort', (all) => (webService(all) as Manifest).spec.ports[0].nodePort),
  service('externalTrafficPolicy', 'Local', 'NodePort'),
  service('internalTrafficPolicy', 'Local'),
  service('trafficDistribution', 'PreferClose'),
  service('loadBalancerClass', 'example.com/own', 'LoadBalancer'),
  service('loadBalancerSourceRanges', ['192.0.2.0/24'], 'LoadBalancer'),
  ...['ipFamilyPolicy', 'ipFamilies'].map(
    (field): OptionCase => ({
      key: `service.${field}`,
      values: { service: DUAL_STACK },
      look: (all) => listKind(all, 'Service').map(({ spec }) => spec[field]),
      expected: [DUAL_STACK[field], DUAL_STACK[field]],
    }),
  ),
  {
    key: 'ingress.enabled',
    values: { ingress: { enabled: true } },
    look: kind('Ingress', ({ spec }) => spec.rules[0].host),
    expected: 'domi.example.com',
  },
  {
    key: 'ingress.className',
    values: { ingress: { enabled: true, className: 'nginx' } },
    look: kind('Ingress', ({ spec }) => spec.ingressClassName),
    expected: 'nginx',
  },
  {
    key: 'ingress.controller',
    values: { ingress: { enabled: true, controller: 'ingress-nginx' } },
    look: kind('Ingress', ({ metadata }) => metadata.annotations),
    expected: {
      'nginx.ingress.kubernetes.io/backend-protocol': 'HTTP',
      'nginx.ingress.kubernetes.io/proxy-buffer-size': '16k',
      'nginx.ingress.kubernetes.io/proxy-next-upstream': 'off',
      'nginx.ingress.kubernetes.io/upstream-hash-by': '$http_authorization$http_cookie',
    },
  },
  {
    key: 'ingress.annotations',
    values: {
      ingress: {
        enabled: true,
        controller: 'haproxy',
        annotations: { 'haproxy.org/load-balance': 'leastconn' },
      },
    },
    look: kind('Ingress', ({ metadata }) => metadata.annotations?.['haproxy.org/load-balance']),
    expected: 'leastconn',
  },
  {
    key: 'ingress.path',
    values: { ingress: { enabled: true, path: '/domi' } },
    look: kind('Ingress', ({ spec }) => spec.rules[0].http.paths[0].path),
    expected: '/domi',
  },
  {
    key: 'ingress.tls',
    values: {
      ingress: { enabled: true, tls: [{ secretName: 'all' }, { secretName: 'one', hosts: ['x.example'] }] },
    },
    look: kind('Ingress', ({ spec }) => spec.tls),
    expected: [
      { hosts: ['domi.example.com'], secretName: 'all' },
      { hosts: ['x.example'], secretName: 'one' },
    ],
  },
  {
    key: 'ingress.perHost',
    values: { hosts: ['domi.example.com', 'b.example.com'], ingress: { enabled: true, perHost: true } },
    look: (all) => listKind(all, 'Ingress').map(({ spec }) => spec.rules.length),
    expected: [1, 1],
  },
  {
    key: 'httpRoute.enabled',
    values: { httpRoute: { enabled: true, parentRefs: [{ name: 'gw' }] } },
    look: kind('HTTPRoute', ({ spec }) => [spec.hostnames, spec.rules[0].backendRefs]),
    expected: [['domi.example.com'], [{ name: 'domi', port: 80 }]],
  },
  {
    key: 'httpRoute.parentRefs',
    values: { httpRoute: { enabled: true, parentRefs: [{ name: 'gw', namespace: 'n' }] } },
    look: kind('HTTPRoute', ({ spec }) => spec.parentRefs),
    expected: [{ name: 'gw', namespace: 'n' }],
  },
  {
    key: 'httpRoute.annotations',
    values: { httpRoute: { enabled: true, parentRefs: [{ name: 'gw' }], annotations: { a: 'b' } } },
    look: kind('HTTPRoute', ({ metadata }) => metadata.annotations),
    expected: { a: 'b' },
  },
  {
    key: 'httpRoute.path',
    values: { httpRoute: { enabled: true, parentRefs: [{ name: 'gw' }], path: '/domi' } },
    look: kind('HTTPRoute', ({ spec }) => spec.rules[0].matches),
    expected: [{ path: { type: 'PathPrefix', value: '/domi' } }],
  },
  {
    key: 'httpRoute.perHost',
    values: {
      hosts: ['domi.example.com', 'b.example.com'],
      httpRoute: { enabled: true, perHost: true, parentRefs: [{ name: 'gw' }] },
    },
    look: (all) => listKind(all, 'HTTPRoute').map(({ spec }) => spec.hostnames),
    expected: [['b.example.com'], ['domi.example.com']],
  },
  listenerSet('enabled', {}, ({ spec }) => spec.listeners[0].hostname, 'domi.example.com'),
  listenerSet('gateway', { gateway: { name: 'g', namespace: 'n' } }, ({ spec }) => spec.parentRef, {
    name: 'g',
    namespace: 'n',
  }),
  listenerSet('annotations', { annotations: { a: 'b' } }, ({ metadata }) => metadata.annotations, { a: 'b' }),
  listenerSet('port', { port: 8443 }, ({ spec }) => spec.listeners[0].port, 8443),
  listenerSet('secretName', { secretName: 'w' }, ({ spec }) => spec.listeners[0].tls.certificateRefs, [
    { name: 'w' },
  ]),
  {
    key: 'networkPolicy.enabled',
    values: { networkPolicy: { enabled: true } },
    look: (all) => {
      const { policyTypes, ingress, egress: rules } = policy(all) as Manifest;
      return [
        policyTypes,
        ingress.length,
        rules.map(({ ports }: { ports: { port: number }[] }) => ports[0]?.port),
      ];
    },
    expected: [['Ingress', 'Egress'], 3, [53, 443]],
  },
  {
    key: 'networkPolicy.byHost',
    values: { networkPolicy: { enabled: true, byHost: 'calico' } },
    look: (all) => pick(all, 'NetworkPolicy', 'domi-providers').spec.egress[0].destination,
    expected: { domains: ['zoom.us'], ports: [443] },
  },
  {
    key: 'networkPolicy.extraHosts',
    values: {
      networkPolicy: { enabled: true, byHost: 'cilium', extraHosts: ['*.zoho.eu', 'login.example'] },
    },
    look: kind('CiliumNetworkPolicy', ({ spec }) => spec.egress[1].toFQDNs),
    expected: [{ matchPattern: '*.zoho.eu' }, { matchName: 'login.example' }, { matchName: 'zoom.us' }],
  },
  {
    key: 'networkPolicy.ingress.web',
    values: { networkPolicy: { enabled: true, ingress: { web: [{ podSelector: {} }] } } },
    look: (all) => (policy(all) as Manifest)['ingress'][0],
    expected: { ports: [{ port: 'http', protocol: 'TCP' }], from: [{ podSelector: {} }] },
  },
  {
    key: 'networkPolicy.ingress.management',
    values: { networkPolicy: { enabled: true, ingress: { management: [{ podSelector: {} }] } } },
    look: (all) => (policy(all) as Manifest)['ingress'][1],
    expected: { ports: [{ port: 'management', protocol: 'TCP' }], from: [{ podSelector: {} }] },
  },
  egress('dns'),
  egress('providers'),
  egress('proxy', { proxy: { url: 'http://10.1.2.3:4711' } }),
  egress('store', { store: { existingSecret: 'v' } }),
  egress('otlp', { otel: { endpoint: 'http://10.1.2.3:4711' } }),
  egress('extra'),
];
