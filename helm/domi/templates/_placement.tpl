{{- /* Where a pod runs and what it is pulled with: the same for the service and for the hooks. */}}
{{- define "domi.placement" -}}
{{- $secrets := list }}
{{- range concat .Values.global.imagePullSecrets .Values.imagePullSecrets }}
{{- $secrets = append $secrets (ternary (dict "name" .) . (kindIs "string" .)) }}
{{- end }}
{{- $fields := dict }}
{{- with uniq $secrets }}{{ $_ := set $fields "imagePullSecrets" . }}{{ end }}
{{- with .Values.priorityClassName }}{{ $_ := set $fields "priorityClassName" . }}{{ end }}
{{- with .Values.runtimeClassName }}{{ $_ := set $fields "runtimeClassName" . }}{{ end }}
{{- with .Values.affinity }}{{ $_ := set $fields "affinity" . }}{{ end }}
{{- with .Values.nodeSelector }}{{ $_ := set $fields "nodeSelector" . }}{{ end }}
{{- with .Values.tolerations }}{{ $_ := set $fields "tolerations" . }}{{ end }}
{{- with $fields }}{{ toYaml . }}{{ end }}
{{- end }}

{{- /* Takes [root, seconds]. The image has no shell; before 1.30, Kubernetes had no sleep of its own. */}}
{{- define "domi.preStop" -}}
{{- if semverCompare ">=1.30.0-0" (index . 0).Capabilities.KubeVersion.Version -}}
sleep:
  seconds: {{ index . 1 }}
{{- else -}}
exec:
  command: [/usr/local/bin/node, --eval, "setTimeout(() => {}, {{ index . 1 }}000)"]
{{- end }}
{{- end }}

{{- /* Takes [root, path, timing]. */}}
{{- define "domi.probe" -}}
httpGet:
  path: {{ index . 1 }}
  port: management
  scheme: {{ include "domi.scheme" (index . 0) }}
{{- with index . 2 }}
{{ toYaml . }}
{{- end }}
{{- end }}
