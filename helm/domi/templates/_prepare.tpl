{{- /*
What every template begins with. Helm deletes a key that is null, also when its children are only commented out, and the
templates would stumble over it; so the default is put back. In maps with free keys, a key that is null goes. The exception is replicaCount, where null means something.
The values are one object for all templates of the chart: the first one does it for all.
*/}}
{{- define "domi.prepare" -}}
{{- if not (hasKey .Values "prepared") }}
{{- $_ := set .Values "prepared" true }}
{{- if contains ":null" (toJson .Values) }}{{ include "domi.dropNulls" (omit .Values "global") }}{{ end }}
{{- range $path, $default := .Files.Get "files/defaults.json" | fromJson }}
{{- if ne $path "replicaCount" }}
{{- include "domi.putDefault" (list $.Values (splitList "." $path) $default) }}
{{- end }}
{{- end }}
{{- $_ := set .Values "running" (include "domi.describeRunning" . | fromJson) }}
{{- end }}
{{- end }}

{{- /*
In maps with free keys Helm keeps a null, since the chart has no default there; it means the same, that an overlay takes the key out.
Lists are no matter of overlays, which replace them as a whole.
*/}}
{{- define "domi.dropNulls" -}}
{{- $map := . }}
{{- range $key, $value := . }}
{{- if kindIs "invalid" $value }}{{ $_ := unset $map $key }}
{{- else if kindIs "map" $value }}{{ include "domi.dropNulls" $value }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Takes [section, rest of the path, default]. A key that is missing is `invalid` as one that is null is. */}}
{{- define "domi.putDefault" -}}
{{- $section := index . 0 }}
{{- $name := index . 1 | first }}
{{- $rest := index . 1 | rest }}
{{- if kindIs "invalid" (index $section $name) }}{{ $_ := set $section $name (ternary dict (index . 2) (not (empty $rest))) }}{{ end }}
{{- with $rest }}{{ include "domi.putDefault" (list (get $section $name) . (index $ 2)) }}{{ end }}
{{- end }}

{{- /*
What an upgrade must not change in the Deployment that runs: { "name", "replicas", "isPaused" }, the label that its selector has, the
number of pods, and whether that is 0. Empty for a first installation, and where no cluster can be asked. The number is left out where
Helm applies on the server and an autoscaler owns it by now: there a manifest without it changes nothing, and one with it would be in
conflict when an older revision comes back. Helm 3, and Helm 4 after it, patch by what the last manifest had, and would remove it.
*/}}
{{- define "domi.describeRunning" -}}
{{- $running := dict }}
{{- with lookup "apps/v1" "Deployment" .Release.Namespace (include "domi.fullname" .) }}
{{- with dig "spec" "selector" "matchLabels" "app.kubernetes.io/name" "" . }}{{ $_ := set $running "name" . }}{{ end }}
{{- $isApplied := false }}
{{- $isPatched := semverCompare "<4.0.0-0" $.Capabilities.HelmVersion.Version }}
{{- $isScaled := false }}
{{- range .metadata.managedFields | default list }}
{{- if and (eq .manager "helm") (eq .operation "Apply") }}{{ $isApplied = true }}
{{- else if eq .manager "helm" }}{{ $isPatched = true }}
{{- else if hasKey (dig "f:spec" dict (.fieldsV1 | default dict)) "f:replicas" }}{{ $isScaled = true }}
{{- end }}
{{- end }}
{{- if and (hasKey .spec "replicas") (or $isPatched (not (and $isApplied $isScaled))) }}{{ $_ := set $running "replicas" .spec.replicas }}{{ end }}
{{- if and (hasKey .spec "replicas") (eq (int .spec.replicas) 0) }}{{ $_ := set $running "isPaused" true }}{{ end }}
{{- end }}
{{- $running | toJson }}
{{- end }}
