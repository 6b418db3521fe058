import type { Contradiction } from './contradiction.ts';

/** What Kubernetes would refuse in a pod, and budgets that no node drain survives. */
export const POD_CONTRADICTIONS: readonly Contradiction[] = [
  ...['initContainers', 'extraContainers'].map(
    (key): Contradiction => ({
      what: `a container of ${key} with the name of the service's`,
      values: { [key]: [{ name: 'domi', image: 'x' }] },
      sentence: /the container domi stands twice in the pod/,
    }),
  ),
  {
    what: 'an init container and a sidecar with one name',
    values: { initContainers: [{ name: 'a' }, { name: 'b' }], extraContainers: [{ name: 'b' }] },
    sentence: /the container b stands twice in the pod/,
  },
  {
    what: 'a volume with the name of one of the chart',
    values: { extraVolumes: [{ name: 'seal-keys', emptyDir: {} }] },
    sentence: /the volume seal-keys stands twice in the pod/,
  },
  {
    what: 'a volume mounted where the chart mounts its own',
    values: {
      extraVolumes: [{ name: 'mine', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'mine', mountPath: '/etc/domi/config/' }],
    },
    sentence: /two volumes are mounted at \/etc\/domi\/config: /,
  },
  {
    what: 'a mount of a volume that is not there',
    values: { extraVolumeMounts: [{ name: 'cache', mountPath: '/cache' }] },
    sentence: /extraVolumeMounts names the volume cache, which is not in the pod/,
  },
  {
    what: 'a variable that stands twice',
    values: {
      extraEnv: [
        { name: 'TZ', value: 'UTC' },
        { name: 'TZ', value: 'CET' },
      ],
    },
    sentence: /extraEnv has TZ twice/,
  },
  {
    what: 'an address that stands twice in hostAliases',
    values: { hostAliases: ['a', 'b'].map((name) => ({ ip: '10.0.0.1', hostnames: [name] })) },
    sentence: /hostAliases has 10\.0\.0\.1 twice/,
  },
  {
    what: 'no DNS of the cluster and no other',
    values: { dnsPolicy: 'None' },
    sentence: /dnsConfig\.nameservers is empty/,
  },
  ...[
    { minAvailable: 2 },
    { minAvailable: '2' },
    { minAvailable: '100%' },
    // Rounded up to both pods.
    { minAvailable: '51%' },
  ].map(
    (podDisruptionBudget): Contradiction => ({
      what: `a disruption budget that wants ${podDisruptionBudget.minAvailable} of two pods`,
      values: { podDisruptionBudget },
      sentence: /podDisruptionBudget\.minAvailable \(.*\) lets none of the pods be evicted/,
    }),
  ),
  {
    what: 'a disruption budget that wants all pods of an unknown number',
    values: { replicaCount: null, podDisruptionBudget: { minAvailable: '100%' } },
    sentence: /podDisruptionBudget\.minAvailable \(100%\) lets none/,
  },
  ...[0, '0%'].map(
    (maxUnavailable): Contradiction => ({
      what: `a disruption budget that spares ${maxUnavailable}`,
      values: { podDisruptionBudget: { maxUnavailable } },
      sentence: /podDisruptionBudget\.maxUnavailable \(0\) lets none of the pods be evicted/,
    }),
  ),
];

const LONG = 'x'.repeat(64);

/** Names and numbers that Kubernetes refuses; the schema of the values names their place. */
export const REFUSED_NAMES: readonly Contradiction[] = (
  [
    ['commonLabels', { 'bad key': 'x' }],
    ['commonLabels', { team: 'mail and more' }],
    ['podLabels', { team: LONG }],
    ['podLabels', { [LONG]: 'x' }],
    ['podAnnotations', { 'a/b/c': 'x' }],
    ['nodeSelector', { disk: '-ssd' }],
    ['image', { repository: 'https://registry.example.com/domi' }],
    ['image', { repository: 'registry.example.com/domi:2.0.0' }],
    ['image', { repository: 'registry.example.com/Mail/domi' }],
    ['image', { tag: 'v2:0' }],
    ['global', { imageRegistry: 'https://registry.example.com' }],
    ['global', { imagePullSecrets: [{}] }],
    ['store', { existingSecret: 'domi_valkey' }],
    ['store', { existingSecret: 's', key: 'a b' }],
    ['extraCa', { existingConfigMap: 'ca.' }],
    ['secrets', ['Tenants']],
    ['metrics', { serviceMonitor: { enabled: true, namespace: 'Monitoring' } }],
    ['podDisruptionBudget', { minAvailable: 'most' }],
    ['podDisruptionBudget', { maxUnavailable: '1.5%' }],
    ['updateStrategy', { maxSurge: '00%' }],
    ['livenessProbe', { enabled: false }],
    ['readinessProbe', { httpGet: { path: '/' } }],
    ['service', { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv4'] }],
  ] as const
).map(([key, value]) => ({
  what: `${key} with ${JSON.stringify(value).slice(0, 60)}`,
  values: { [key]: value },
  sentence: new RegExp(`^- at '/${key}`, 'm'),
}));
