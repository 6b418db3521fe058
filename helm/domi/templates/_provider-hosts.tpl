{{- /*
Hosts of the meeting services, for policies that know names: those of the built-in records in use, and those of endpoints in
the values. Provider files that exist already may use any built-in record. Answers JSON: { "hosts": [] }.
*/}}
{{- define "domi.providerHosts" -}}
{{- $builtIn := .Files.Get "files/provider-hosts.yaml" | fromYaml }}
{{- $hosts := dict }}
{{- $ids := dict }}
{{- range .Values.networkPolicy.extraHosts }}{{ $_ := set $hosts . true }}{{ end }}
{{- range $id := keys .Values.apps }}{{ $_ := set $ids $id true }}{{ end }}
{{- if include "domi.hasExistingFiles" . }}
{{- range $id := keys $builtIn }}{{ $_ := set $ids $id true }}{{ end }}
{{- end }}
{{- include "domi.collectHosts" (list .Values.config.providers $hosts $ids) }}
{{- range .Values.config.tenants }}
{{- include "domi.collectHosts" (list (.providers | default dict) $hosts $ids) }}
{{- end }}
{{- range $id := keys $ids }}
{{- range get $builtIn $id | default list }}{{ $_ := set $hosts . true }}{{ end }}
{{- end }}
{{- dict "hosts" (keys $hosts | sortAlpha) | toJson }}
{{- end }}

{{- /* Takes [records, hosts, ids], and puts into the latter what the records name. */}}
{{- define "domi.collectHosts" -}}
{{- range $id, $record := index . 0 }}
{{- $_ := set (index $ 2) $id true }}
{{- if $record }}
{{- with $record.extends }}{{ $_ := set (index $ 2) . true }}{{ end }}
{{- range $field := list "tokenEndpoint" "refreshEndpoint" "revocationEndpoint" }}
{{- with get $record $field }}
{{- $_ := set (index $ 1) (include "domi.hostOf" (regexReplaceAll "\\{[^}]*\\}" . "variable") | replace "variable" "*") true }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
