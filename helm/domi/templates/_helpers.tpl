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

{{- define "domi.selectorLabels" -}}
app.kubernetes.io/name: {{ include "domi.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: service
{{- end }}

{{- define "domi.labels" -}}
{{- with .Values.commonLabels }}
{{- toYaml . }}
{{ end -}}
{{ include "domi.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- /* Without the chart's version: a new chart alone must not restart the pods. */}}
{{- define "domi.podLabels" -}}
{{- with mergeOverwrite dict .Values.commonLabels .Values.podLabels }}
{{- toYaml . }}
{{ end -}}
{{ include "domi.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- /* The pod of `helm test`: not selected by the Service, but let in by the NetworkPolicy. */}}
{{- define "domi.testSelectorLabels" -}}
app.kubernetes.io/name: {{ include "domi.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: test
{{- end }}

{{- define "domi.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
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

{{- /* "true" when more than one pod can exist. */}}
{{- define "domi.isReplicated" -}}
{{- if .Values.autoscaling.enabled }}
{{- if gt (int .Values.autoscaling.maxReplicas) 1 }}true{{ end }}
{{- else if gt (int .Values.replicaCount) 1 }}true{{ end }}
{{- end }}

{{- define "domi.scheme" -}}
{{- if .Values.tls.existingSecret }}HTTPS{{ else }}HTTP{{ end }}
{{- end }}

{{- /* The command line inside the image, which has no shell and maybe no PATH. */}}
{{- define "domi.command" -}}
/usr/local/bin/node /app/dist/cli.js
{{- end }}
