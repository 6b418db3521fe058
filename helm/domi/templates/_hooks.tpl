{{- /* Labels of the pod of a hook. Takes [root, labels that it is selected by]. */}}
{{- define "domi.hookPodLabels" -}}
{{- $root := index . 0 }}
{{- mergeOverwrite (deepCopy $root.Values.commonLabels) $root.Values.hooks.labels (index . 1) | toYaml }}
{{- end }}

{{- define "domi.sealKeyJobName" -}}
{{- printf "%s-make-seal-key" (include "domi.fullname" .) }}
{{- end }}

{{- define "domi.sealKeySelectorLabels" -}}
app.kubernetes.io/name: {{ include "domi.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: make-seal-key
{{- end }}

{{- /* Name, labels and annotations of what the Job that makes the seal key consists of. Takes [root, weight]. */}}
{{- define "domi.sealKeyHookMetadata" -}}
{{- $root := index . 0 }}
{{- $hook := dict
  "helm.sh/hook" "pre-install,pre-upgrade"
  "helm.sh/hook-weight" (index . 1)
  "helm.sh/hook-delete-policy" "before-hook-creation,hook-succeeded" -}}
name: {{ include "domi.sealKeyJobName" $root }}
labels:
  {{- include "domi.labelsWith" (list $root (include "domi.sealKeySelectorLabels" $root | fromYaml)) | nindent 2 }}
{{ include "domi.annotations" (list $root $hook) }}
{{- end }}
