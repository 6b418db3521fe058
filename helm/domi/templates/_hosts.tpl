{{- /* Host of an address, without port. By hand for nearly all of them: a regular expression is compiled for each use. */}}
{{- define "domi.hostOf" -}}
{{- $host := trimPrefix "https://" . | splitList "/" | first }}
{{- if or (contains ":" $host) (contains "@" $host) (contains "?" $host) (contains "#" $host) (contains "\\" $host) (not $host) }}
{{- $host = regexReplaceAll "^[A-Za-z][A-Za-z0-9+.-]*:[/\\\\]*([^/\\\\?#]*@)?(\\[[^\\]]*\\]|[^:/\\\\?#]*).*$" . "${2}" }}
{{- end }}
{{- $host }}
{{- end }}

{{- /* Hosts for Ingress and HTTPRoute. */}}
{{- define "domi.hosts" -}}
{{- $hosts := dict }}
{{- range .Values.hosts }}{{ $_ := set $hosts . true }}{{ end }}
{{- if not $hosts }}
{{- range include "domi.publicUrls" . | fromJson }}{{ $_ := set $hosts (include "domi.hostOf" .) true }}{{ end }}
{{- end }}
{{- dict "hosts" (keys $hosts | sortAlpha) | toJson }}
{{- end }}

{{- /* Takes root and host; the name of what exists for this host alone, a DNS label. */}}
{{- define "domi.nameForHost" -}}
{{- $base := include "domi.fullname" (first .) }}
{{- $words := last . | replace "*" "any" | replace "." "-" | trunc (sub 51 (len $base) | int) | trimSuffix "-" }}
{{- printf "%s-%s-%s" $base $words (last . | sha256sum | trunc 10) }}
{{- end }}

{{- /* Takes root and hosts; each of them by the name of what exists for it alone: { "domi-a-example-com-0123456789": ["a.example.com"] }. */}}
{{- define "domi.separateHosts" -}}
{{- $root := first . }}
{{- $separate := dict }}
{{- range last . }}{{ $_ := set $separate (include "domi.nameForHost" (list $root .)) (list .) }}{{ end }}
{{- $separate | toJson }}
{{- end }}

{{- /* Takes a pattern such as `{host}-tls` and a host; a wildcard is called `wildcard` there, since names hold no `*`. */}}
{{- define "domi.secretNameForHost" -}}
{{- first . | replace "{host}" (last . | replace "*" "wildcard") }}
{{- end }}

{{- /*
Hosts by the name of the route that leads them here: { "domi": ["a.example.com", …] }. Gateway API allows 16 in one route.
More of them are told apart by the first bits of a hash, as few as make every group small enough. So a new host changes
the route of its group, or splits it in two; all other routes stay as they are, and no number has to be chosen.
*/}}
{{- define "domi.hostsByRoute" -}}
{{- $hosts := (include "domi.hosts" . | fromJson).hosts }}
{{- $routes := dict }}
{{- if .Values.httpRoute.perHost }}
{{- $routes = include "domi.separateHosts" (list . $hosts) | fromJson }}
{{- else if le (len $hosts) 16 }}
{{- $_ := set $routes (include "domi.fullname" .) $hosts }}
{{- else }}
{{- $base := include "domi.fullname" . }}
{{- $hashes := dict }}
{{- $counts := dict }}
{{- range $host := $hosts }}
{{- $bits := printf "%020b" (sha256sum $host | trunc 5 | printf "0x%s" | int64) }}
{{- $_ := set $hashes $host $bits }}
{{- range $length := untilStep 1 21 1 }}
{{- $prefix := trunc $length $bits }}
{{- $_ := set $counts $prefix (get $counts $prefix | int | add1) }}
{{- end }}
{{- end }}
{{- range $host := $hosts }}
{{- $bits := get $hashes $host }}
{{- range $length := untilStep 1 21 1 }}
{{- $prefix := trunc $length $bits }}
{{- if or (le (get $counts $prefix | int) 16) (eq $length 20) }}
{{- $name := printf "%s-hosts-%s" $base $prefix }}
{{- $_ := set $routes $name (append (get $routes $name | default list) $host) }}
{{- break }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $routes | toJson }}
{{- end }}

{{- /*
Takes root and the hosts of one Ingress; its `tls`. Of entries with hosts, those stay that are of use to this Ingress. An
entry whose secretName has `{host}` becomes one for each host, so each has a certificate of its own.
*/}}
{{- define "domi.ingressTls" -}}
{{- $root := first . }}
{{- $hosts := last . }}
{{- $tls := list }}
{{- range $entry := $root.Values.ingress.tls }}
{{- $own := $hosts }}
{{- if $entry.hosts }}
{{- $own = $entry.hosts }}
{{- if $root.Values.ingress.perHost }}
{{- $own = list }}
{{- range $entry.hosts }}{{ if or (has . $hosts) (eq . (regexReplaceAll "^[^.]+" (first $hosts) "*")) }}{{ $own = append $own . }}{{ end }}{{ end }}
{{- end }}
{{- end }}
{{- if contains "{host}" (default "" $entry.secretName) }}
{{- range $own }}{{ $tls = append $tls (dict "hosts" (list .) "secretName" (include "domi.secretNameForHost" (list $entry.secretName .))) }}{{ end }}
{{- else if $own }}
{{- $tls = append $tls (merge (dict "hosts" $own) $entry) }}
{{- end }}
{{- end }}
{{- dict "tls" $tls | toJson }}
{{- end }}
