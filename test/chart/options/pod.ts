import { type Manifest, pick } from '../../helpers/render-chart.ts';
import {
  container,
  environment,
  fromContainer,
  fromPod,
  kind,
  type Look,
  namesOf,
  type OptionCase,
  pod,
  volume,
} from './looks.ts';

const EXTERNAL_METRIC = {
  type: 'External',
  external: { metric: { name: 'queue' }, target: { type: 'Value', value: '3' } },
};

/** A field of the pods of both hooks: that of `helm test`, and that of the Job that makes the seal key. */
const hookPods =
  (field: (template: Manifest) => unknown): Look =>
  (all) =>
    [pick(all, 'Pod'), pick(all, 'Job').spec.template].map(field);

export const POD_OPTIONS: readonly OptionCase[] = [
  {
    key: 'image.repository',
    values: { image: { repository: 'r.example/d' } },
    look: fromContainer('image'),
    expected: 'r.example/d:2.0.0',
  },
  {
    key: 'image.tag',
    values: { image: { tag: '9.9' } },
    look: fromContainer('image'),
    expected: 'ghcr.io/hcl-tech-software/domino-online-meeting-integration/domi:9.9',
  },
  {
    key: 'image.digest',
    values: { image: { tag: '9.9', digest: `sha256:${'a'.repeat(64)}` } },
    look: fromContainer('image'),
    expected: `ghcr.io/hcl-tech-software/domino-online-meeting-integration/domi@sha256:${'a'.repeat(64)}`,
  },
  {
    key: 'image.pullPolicy',
    values: { image: { pullPolicy: 'Always' } },
    look: fromContainer('imagePullPolicy'),
    expected: 'Always',
  },
  {
    key: 'imagePullSecrets',
    values: { imagePullSecrets: [{ name: 'reg' }] },
    look: fromPod('imagePullSecrets'),
    expected: [{ name: 'reg' }],
  },
  {
    key: 'global.imageRegistry',
    values: { global: { imageRegistry: 'mirror.example:5000' }, image: { repository: 'quay.io/a/b' } },
    look: (all) => [fromContainer('image')(all), pick(all, 'Pod').spec.containers[0].image],
    expected: ['mirror.example:5000/a/b:2.0.0', 'mirror.example:5000/a/b:2.0.0'],
  },
  {
    key: 'global.imagePullSecrets',
    values: {
      global: { imagePullSecrets: ['all', { name: 'reg' }] },
      imagePullSecrets: [{ name: 'reg' }, { name: 'own' }],
    },
    look: fromPod('imagePullSecrets'),
    expected: [{ name: 'all' }, { name: 'reg' }, { name: 'own' }],
  },
  {
    key: 'extraEnv',
    values: { extraEnv: [{ name: 'TZ', value: 'UTC' }] },
    look: environment('TZ'),
    expected: 'UTC',
  },
  {
    key: 'extraVolumes',
    values: { extraVolumes: [{ name: 'x', emptyDir: {} }] },
    look: volume('x'),
    expected: { name: 'x', emptyDir: {} },
  },
  {
    key: 'extraVolumeMounts',
    values: {
      extraVolumeMounts: [{ name: 'x', mountPath: '/x' }],
      extraVolumes: [{ name: 'x', emptyDir: {} }],
    },
    look: (all) => container(all).volumeMounts.at(-1),
    expected: { name: 'x', mountPath: '/x' },
  },
  {
    key: 'replicaCount',
    values: { replicaCount: 5 },
    look: kind('Deployment', ({ spec }) => spec.replicas),
    expected: 5,
  },
  {
    key: 'autoscaling.enabled',
    values: { autoscaling: { enabled: true } },
    look: (all) => [
      pick(all, 'HorizontalPodAutoscaler').spec.scaleTargetRef.name,
      'replicas' in pick(all, 'Deployment').spec,
    ],
    expected: ['domi', false],
  },
  {
    key: 'autoscaling.minReplicas',
    values: { autoscaling: { enabled: true, minReplicas: 4 } },
    look: kind('HorizontalPodAutoscaler', ({ spec }) => spec.minReplicas),
    expected: 4,
  },
  {
    key: 'autoscaling.maxReplicas',
    values: { autoscaling: { enabled: true, maxReplicas: 40 } },
    look: kind('HorizontalPodAutoscaler', ({ spec }) => spec.maxReplicas),
    expected: 40,
  },
  {
    key: 'autoscaling.targetCPUUtilizationPercentage',
    values: { autoscaling: { enabled: true, targetCPUUtilizationPercentage: 55 } },
    look: kind('HorizontalPodAutoscaler', ({ spec }) => spec.metrics),
    expected: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 55 } },
      },
    ],
  },
  {
    key: 'autoscaling.targetRequestsInFlight',
    values: { autoscaling: { enabled: true, targetCPUUtilizationPercentage: 0, targetRequestsInFlight: 40 } },
    look: kind('HorizontalPodAutoscaler', ({ spec }) => spec.metrics),
    expected: [
      {
        type: 'Pods',
        pods: {
          metric: { name: 'domi_requests_in_flight' },
          target: { type: 'AverageValue', averageValue: '40' },
        },
      },
    ],
  },
  {
    key: 'autoscaling.targetMemoryUtilizationPercentage',
    values: { autoscaling: { enabled: true, targetMemoryUtilizationPercentage: 80 } },
    look: kind('HorizontalPodAutoscaler', ({ spec }) => spec.metrics[1].resource),
    expected: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } },
  },
  {
    key: 'autoscaling.metrics',
    values: {
      autoscaling: { enabled: true, targetCPUUtilizationPercentage: 0, metrics: [EXTERNAL_METRIC] },
    },
    look: kind('HorizontalPodAutoscaler', ({ spec }) => spec.metrics),
    expected: [EXTERNAL_METRIC],
  },
  {
    key: 'autoscaling.behavior',
    values: { autoscaling: { enabled: true, behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } } },
    look: kind('HorizontalPodAutoscaler', ({ spec }) => spec.behavior),
    expected: { scaleDown: { stabilizationWindowSeconds: 60 } },
  },
  {
    key: 'podDisruptionBudget.enabled',
    values: { podDisruptionBudget: { enabled: false } },
    look: namesOf('PodDisruptionBudget'),
    expected: [],
  },
  {
    key: 'podDisruptionBudget.maxUnavailable',
    values: { podDisruptionBudget: { maxUnavailable: '30%' } },
    look: kind('PodDisruptionBudget', ({ spec }) => spec.maxUnavailable),
    expected: '30%',
  },
  {
    key: 'podDisruptionBudget.minAvailable',
    values: { podDisruptionBudget: { minAvailable: '50%' } },
    look: kind('PodDisruptionBudget', ({ spec }) => [spec.minAvailable, 'maxUnavailable' in spec]),
    expected: ['50%', false],
  },
  {
    key: 'updateStrategy.type',
    values: { updateStrategy: { type: 'Recreate' } },
    look: kind('Deployment', ({ spec }) => spec.strategy),
    expected: { type: 'Recreate' },
  },
  {
    key: 'updateStrategy.maxSurge',
    values: { updateStrategy: { maxSurge: '50%' } },
    look: kind('Deployment', ({ spec }) => spec.strategy.rollingUpdate.maxSurge),
    expected: '50%',
  },
  {
    key: 'updateStrategy.maxUnavailable',
    values: { updateStrategy: { maxUnavailable: 1 } },
    look: kind('Deployment', ({ spec }) => spec.strategy.rollingUpdate.maxUnavailable),
    expected: 1,
  },
  {
    key: 'topologySpreadConstraints',
    values: { topologySpreadConstraints: [] },
    look: fromPod('topologySpreadConstraints'),
    expected: undefined,
  },
  {
    key: 'affinity',
    values: { affinity: { podAntiAffinity: {} } },
    look: fromPod('affinity'),
    expected: { podAntiAffinity: {} },
  },
  {
    key: 'nodeSelector',
    values: { nodeSelector: { disk: 'ssd' } },
    look: fromPod('nodeSelector'),
    expected: { disk: 'ssd' },
  },
  {
    key: 'tolerations',
    values: { tolerations: [{ key: 'k' }] },
    look: fromPod('tolerations'),
    expected: [{ key: 'k' }],
  },
  {
    key: 'priorityClassName',
    values: { priorityClassName: 'high' },
    look: fromPod('priorityClassName'),
    expected: 'high',
  },
  {
    key: 'resources',
    values: { resources: { limits: { memory: '1Gi' } } },
    look: fromContainer('resources'),
    expected: {
      requests: { cpu: '100m', memory: '192Mi', 'ephemeral-storage': '64Mi' },
      limits: { memory: '1Gi' },
    },
  },
  {
    key: 'podSecurityContext',
    values: { podSecurityContext: { fsGroup: 7 } },
    look: (all) => pod(all).spec.securityContext.fsGroup,
    expected: 7,
  },
  {
    key: 'securityContext',
    values: { securityContext: { runAsUser: 12345 } },
    look: (all) => [
      container(all).securityContext.runAsUser,
      pick(all, 'Pod').spec.containers[0].securityContext.runAsUser,
    ],
    expected: [12345, 12345],
  },
  {
    key: 'preStopSleepSeconds',
    values: { preStopSleepSeconds: 0 },
    look: fromContainer('lifecycle'),
    expected: undefined,
  },
  {
    key: 'drainSeconds',
    values: { drainSeconds: 5 },
    look: environment('DOMI_DRAIN_DELAY'),
    expected: '5',
  },
  {
    key: 'terminationGracePeriodSeconds',
    values: { terminationGracePeriodSeconds: 60 },
    look: fromPod('terminationGracePeriodSeconds'),
    expected: 60,
  },
  {
    key: 'startupProbe',
    values: { startupProbe: { failureThreshold: 9 } },
    look: (all) => container(all).startupProbe.failureThreshold,
    expected: 9,
  },
  {
    key: 'livenessProbe',
    values: { livenessProbe: { periodSeconds: 9 } },
    look: (all) => [container(all).livenessProbe.periodSeconds, container(all).livenessProbe.httpGet.path],
    expected: [9, '/livez'],
  },
  {
    key: 'readinessProbe',
    values: { readinessProbe: { periodSeconds: 9 } },
    look: (all) => [container(all).readinessProbe.periodSeconds, container(all).readinessProbe.httpGet.path],
    expected: [9, '/readyz'],
  },
  {
    key: 'podAnnotations',
    values: { podAnnotations: { a: 'b' } },
    look: (all) => pod(all).metadata.annotations,
    expected: { a: 'b' },
  },
  {
    key: 'podLabels',
    values: { podLabels: { a: 'b' } },
    look: (all) => pod(all).metadata.labels.a,
    expected: 'b',
  },
  {
    key: 'dnsConfig',
    values: { dnsConfig: { options: [], nameservers: ['10.0.0.10'] } },
    look: fromPod('dnsConfig'),
    expected: { nameservers: ['10.0.0.10'], options: [] },
  },
  {
    key: 'dnsPolicy',
    values: { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.0.10'] } },
    look: fromPod('dnsPolicy'),
    expected: 'None',
  },
  {
    key: 'hostAliases',
    values: { hostAliases: [{ ip: '10.0.0.9', hostnames: ['zoom.us'] }] },
    look: fromPod('hostAliases'),
    expected: [{ ip: '10.0.0.9', hostnames: ['zoom.us'] }],
  },
  {
    key: 'runtimeClassName',
    values: { runtimeClassName: 'gvisor' },
    look: (all) => [fromPod('runtimeClassName')(all), pick(all, 'Pod').spec.runtimeClassName],
    expected: ['gvisor', 'gvisor'],
  },
  {
    key: 'initContainers',
    values: { initContainers: [{ name: 'wait', image: 'busybox' }] },
    look: fromPod('initContainers'),
    expected: [{ name: 'wait', image: 'busybox' }],
  },
  {
    key: 'extraContainers',
    values: { extraContainers: [{ name: 'logs', image: 'shipper' }] },
    look: (all) => pod(all).spec.containers.slice(1),
    expected: [{ name: 'logs', image: 'shipper' }],
  },
  {
    key: 'deploymentAnnotations',
    values: { deploymentAnnotations: { a: 'b' } },
    look: kind('Deployment', ({ metadata }) => metadata.annotations),
    expected: { a: 'b' },
  },
  {
    key: 'minReadySeconds',
    values: { minReadySeconds: 7 },
    look: kind('Deployment', ({ spec }) => spec.minReadySeconds),
    expected: 7,
  },
  {
    key: 'revisionHistoryLimit',
    values: { revisionHistoryLimit: 0 },
    look: kind('Deployment', ({ spec }) => spec.revisionHistoryLimit),
    expected: 0,
  },
  {
    key: 'hooks.resources',
    values: { hooks: { resources: { limits: { cpu: '1' } } }, sealKeys: { existingSecret: '' } },
    look: hookPods(({ spec }) => spec.containers[0].resources.limits.cpu),
    expected: ['1', '1'],
  },
  {
    key: 'hooks.annotations',
    values: {
      hooks: { annotations: { 'linkerd.io/inject': 'disabled' } },
      sealKeys: { existingSecret: '' },
    },
    look: hookPods(({ metadata }) => metadata.annotations?.['linkerd.io/inject']),
    expected: ['disabled', 'disabled'],
  },
  {
    key: 'hooks.labels',
    values: { hooks: { labels: { 'sidecar.istio.io/inject': 'false' } }, sealKeys: { existingSecret: '' } },
    look: hookPods(({ metadata }) => metadata.labels?.['sidecar.istio.io/inject']),
    expected: ['false', 'false'],
  },
  {
    key: 'serviceAccount.create',
    values: { serviceAccount: { create: false } },
    look: (all) => [namesOf('ServiceAccount')(all), fromPod('serviceAccountName')(all)],
    expected: [[], 'default'],
  },
  {
    key: 'serviceAccount.name',
    values: { serviceAccount: { name: 'sa' } },
    look: namesOf('ServiceAccount'),
    expected: ['sa'],
  },
  {
    key: 'serviceAccount.annotations',
    values: { serviceAccount: { annotations: { a: 'b' } } },
    look: kind('ServiceAccount', ({ metadata }) => metadata.annotations),
    expected: { a: 'b' },
  },
];
