{{- /*
Hosts of the meeting services, for policies that know names: those of the built-in records in use, and those of endpoints in
the values, with the variables that the values hold. Provider files that exist already may use any record and set any variable. Answers
JSON: { "hosts": [] }.
*/}}
{{- define "domi.providerHosts" -}}
{{- $builtIn := .Files.Get "files/provider-hosts.yaml" | fromYaml }}
{{- $records := .Values.config.providers }}
{{- $hosts := dict }}
{{- range .Values.networkPolicy.extraHosts }}{{ $_ := set $hosts . true }}{{ end }}
{{- $known := list $builtIn $records $hosts (include "domi.hasExistingFiles" .) }}
{{- $ids := concat (keys .Values.apps) (keys $records) }}
{{- if include "domi.hasExistingFiles" . }}{{ $ids = concat $ids (keys $builtIn) }}{{ end }}
{{- $shared := dict }}
{{- range uniq $ids }}{{ $_ := set $shared . true }}{{ end }}
{{- range .Values.config.tenants }}
{{- range $id, $record := .providers | default dict }}
{{- if pick ($record | default dict) "extends" "variables" "tokenEndpoint" "refreshEndpoint" "revocationEndpoint" }}{{ include "domi.collectHosts" (list $known $id $record) }}
{{- else }}{{ $_ := set $shared $id true }}
{{- end }}
{{- end }}
{{- end }}
{{- range keys $shared }}{{ include "domi.collectHosts" (list $known . dict) }}{{ end }}
{{- dict "hosts" (keys $hosts | sortAlpha) | toJson }}
{{- end }}

{{- /*
Takes [[built-in hosts, config.providers, hosts, whether files exist that nobody knows here], id, the record of a tenant], and puts into the
hosts what the service calls for it. A record of a tenant may extend any other one, and else changes the root record of its id.
*/}}
{{- define "domi.collectHosts" -}}
{{- $known := index . 0 }}
{{- $next := index . 1 }}
{{- $record := index . 2 }}
{{- $templates := list }}
{{- $variables := dict }}
{{- if $record.extends }}{{ $next = $record.extends }}{{ end }}
{{- $chain := list $record }}
{{- /* A circle ends here too; the service refuses it. */}}
{{- range until 20 }}
{{- if $next }}
{{- $root := get (index $known 1) $next | default dict }}
{{- $chain = append (append $chain $root) (get (index $known 0) $next | default dict) }}
{{- $next = $root.extends }}
{{- end }}
{{- end }}
{{- range $chain }}
{{- $variables = merge $variables (.variables | default dict) }}
{{- range .hosts }}{{ $templates = append $templates . }}{{ end }}
{{- $own := . }}
{{- range $field := list "tokenEndpoint" "refreshEndpoint" "revocationEndpoint" }}
{{- with get $own $field }}{{ $templates = append $templates (include "domi.hostOf" .) }}{{ end }}
{{- end }}
{{- end }}
{{- range uniq $templates }}
{{- range (include "domi.fillHost" (list . $variables (index $known 3)) | fromJson).hosts }}{{ $_ := set (index $known 2) . true }}{{ end }}
{{- end }}
{{- end }}

{{- /*
Takes [host, variables, whether others may set them too]. `*` stands for characters of one label, and a variable may have dots: in place of
an unknown one there are patterns of one and of two labels. At the end of a host (`accounts.zoho.{dc}`) the first of two is `com` or
`co`, as in com.au and co.uk: a pattern for any two would let everybody who has a domain add a host to the policy.
*/}}
{{- define "domi.fillHost" -}}
{{- $host := index . 0 }}
{{- $variables := index . 1 }}
{{- $hosts := list $host }}
{{- range $variable := regexFindAll "\\{[^}]*\\}" $host -1 | uniq }}
{{- $value := get $variables (trimAll "{}" $variable) }}
{{- $values := list }}
{{- if $value }}{{ $values = list $value }}{{ end }}
{{- if or (index $ 2) (not $value) }}{{ $values = concat $values (ternary (list "*" "com.*" "co.*") (list "*" "*.*") (hasSuffix $variable $host)) }}{{ end }}
{{- $filled := list }}
{{- range $pattern := $hosts }}{{ range $values }}{{ $filled = append $filled (replace $variable . $pattern) }}{{ end }}{{ end }}
{{- $hosts = $filled }}
{{- end }}
{{- $lower := list }}
{{- range $hosts }}{{ $lower = append $lower (lower . | trimSuffix ".") }}{{ end }}
{{- dict "hosts" (uniq $lower) | toJson }}
{{- end }}
