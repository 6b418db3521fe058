{{- define "domi.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* Cut at 46 characters, since `-management` and shard numbers follow. */}}
{{- define "domi.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 46 | trimSuffix "-" }}
{{- else if contains (include "domi.name" .) .Release.Name }}
{{- .Release.Name | trunc 46 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "domi.name" .) | trunc 46 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- /* Kubernetes lets nobody change the selector of a Deployment, so that of a running one stays as it is. */}}
{{- define "domi.selectorLabels" -}}
app.kubernetes.io/name: {{ get .Values "running" | dig "name" (include "domi.name" .) }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: service
{{- end }}

{{- define "domi.labels" -}}
{{- include "domi.labelsWith" (list . dict) }}
{{- end }}

{{- /* Takes [root, labels that win]: a key stands once, since strict readers refuse a manifest in which it stands twice. */}}
{{- define "domi.labelsWith" -}}
{{- $root := index . 0 }}
{{- $own := dict
  "app.kubernetes.io/version" $root.Chart.AppVersion
  "app.kubernetes.io/managed-by" $root.Release.Service
  "helm.sh/chart" (printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_") }}
{{- mergeOverwrite (deepCopy $root.Values.commonLabels) $own (include "domi.selectorLabels" $root | fromYaml) (index . 1) | toYaml }}
{{- end }}

{{- /* Without the chart's version: a new chart alone must not restart the pods. */}}
{{- define "domi.podLabels" -}}
{{- $own := dict "app.kubernetes.io/version" .Chart.AppVersion }}
{{- mergeOverwrite (deepCopy .Values.commonLabels) .Values.podLabels $own (include "domi.selectorLabels" . | fromYaml) | toYaml }}
{{- end }}

{{- /* The pod of `helm test`: not selected by the Service, but let in by the NetworkPolicy. */}}
{{- define "domi.testSelectorLabels" -}}
app.kubernetes.io/name: {{ get .Values "running" | dig "name" (include "domi.name" .) }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: test
{{- end }}

{{- /* An umbrella chart's registry takes the place of the one in image.repository, if there is one. */}}
{{- define "domi.image" -}}
{{- $repository := .Values.image.repository }}
{{- with .Values.global.imageRegistry }}
{{- $registry := regexFind "^([^/]*[.:][^/]*|localhost)/" $repository }}
{{- $repository = printf "%s/%s" (trimSuffix "/" .) (trimPrefix $registry $repository) }}
{{- end }}
{{- if .Values.image.digest }}
{{- printf "%s@%s" $repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{- define "domi.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "domi.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "domi.sealKeysSecretName" -}}
{{- default (printf "%s-seal-keys" (include "domi.fullname" .)) .Values.sealKeys.existingSecret }}
{{- end }}

{{- /* "true" when replicaCount is null: something outside of the chart decides. */}}
{{- define "domi.isScaledElsewhere" -}}
{{- if kindIs "invalid" (index .Values "replicaCount") }}true{{ end }}
{{- end }}

{{- /* "true" when more than one pod can exist; nobody knows what an autoscaler of the operator's own does. */}}
{{- define "domi.isReplicated" -}}
{{- if .Values.autoscaling.enabled }}
{{- if gt (int .Values.autoscaling.maxReplicas) 1 }}true{{ end }}
{{- else if include "domi.isScaledElsewhere" . }}true
{{- else if gt (int .Values.replicaCount) 1 }}true{{ end }}
{{- end }}

{{- /*
The number of pods; empty when it is not known. Where an autoscaler decides, it is the number that is found: a Deployment that
loses its number, since the manifest before had one, falls to one pod. It is never below minReplicas, so that a rollback, which
brings the number of its revision back, does not fall lower either; but none at all is somebody's wish.
*/}}
{{- define "domi.replicas" -}}
{{- if not (or .Values.autoscaling.enabled (include "domi.isScaledElsewhere" .)) }}{{ .Values.replicaCount }}
{{- else if hasKey (get .Values "running") "replicas" }}
{{- $found := get (get .Values "running") "replicas" | int }}
{{- if and $found .Values.autoscaling.enabled }}{{ $found = max $found (int .Values.autoscaling.minReplicas) }}{{ end }}
{{- $found }}
{{- end }}
{{- end }}

{{- define "domi.ipFamilies" }}
{{- with .Values.service.ipFamilyPolicy }}
  ipFamilyPolicy: {{ . }}
{{- end }}
{{- with .Values.service.ipFamilies }}
  ipFamilies:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- end }}

{{- define "domi.scheme" -}}
{{- if .Values.tls.existingSecret }}HTTPS{{ else }}HTTP{{ end }}
{{- end }}

{{- /* The command line inside the image, which has no shell and maybe no PATH. */}}
{{- define "domi.command" -}}
/usr/local/bin/node /app/dist/cli.js
{{- end }}
