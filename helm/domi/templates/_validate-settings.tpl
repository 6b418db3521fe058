{{- /*
Rules of the service for its settings, as far as values.schema.json cannot say them: a value that it refuses would end each new pod with
exit code 78. test/chart/bounds holds them against the service.
*/}}
{{- define "domi.faultsOfSettings" -}}
{{- $faults := list }}
{{- range $entry := .Values.trustedProxies }}
{{- range splitList "," $entry }}
{{- with trim . }}
{{- $range := . }}
{{- with include "domi.faultOfRange" . }}
{{- $faults = append $faults (printf "trustedProxies: %s %s" $range .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- range $scope, $text := omit .Values.limits "enabled" }}
{{- if and $text (ne $text "off") }}
{{- $isLimit := true }}
{{- range splitList "," $text }}
{{- $isPair := regexMatch "^\\s*(requestsPerSecond|burst|inFlight)=[0-9]{1,7}\\s*$" . }}
{{- if not (and $isPair (regexMatch "burst|[1-9]" .)) }}{{ $isLimit = false }}{{ end }}
{{- end }}
{{- if not $isLimit }}
{{- $faults = append $faults (printf "limits.%s must be off, or some of requestsPerSecond=N,burst=N,inFlight=N with whole numbers from 1 (burst: 0): %s" $scope $text) }}
{{- end }}
{{- end }}
{{- end }}
{{- $urls := dict "appearance.supportUrl" .Values.appearance.supportUrl "webhookForward.url" .Values.webhookForward.url "otel.endpoint" .Values.otel.endpoint }}
{{- $_ := set $urls "config.defaults.supportUrl" (.Values.config.defaults.supportUrl | default "") }}
{{- range $key, $url := $urls }}
{{- if and $url (not (hasPrefix "mailto:" $url)) }}
{{- $parsed := include "domi.parseUrl" $url | fromJson }}
{{- if not $parsed.isValid }}
{{- $faults = append $faults (printf "%s must be an address with a host and, as needed, a port up to 65535: %s" $key (regexReplaceAll "//[^/]*@" $url "//…@")) }}
{{- else if and (ne $key "otel.endpoint") (regexMatch "[^:]" $parsed.user) }}
{{- $faults = append $faults (printf "%s must not contain a user name or password" $key) }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.proxy.url }}
{{- $url := . }}
{{- if not (contains "://" .) }}{{ $url = printf "http://%s" . }}{{ end }}
{{- $parsed := include "domi.parseUrl" $url | fromJson }}
{{- $isNumber := and (regexMatch "(^|[.])([0-9]+|0x[0-9a-fA-F]*)[.]?$" $parsed.host) (not (include "domi.isIpv4" $parsed.host)) }}
{{- $isForm := regexMatch "^https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]*)?/*$" $url }}
{{- if or (not $isForm) (not $parsed.isValid) $isNumber (regexMatch "^0+$" $parsed.port) (gt (len $parsed.path) 1) }}
{{- $faults = append $faults (printf "proxy.url must be http://host:port or https://host:port, without a path: %s" .) }}
{{- end }}
{{- end }}
{{- range $id, $app := .Values.apps }}
{{- with $app.expiresAt }}
{{- if ne (include "domi.isDate" .) "true" }}
{{- $faults = append $faults (printf "apps.%s.expiresAt must be a date such as 2027-06-01, or one with time and offset: 2027-06-01T12:00:00Z" $id) }}
{{- end }}
{{- end }}
{{- with $app.clientId }}
{{- /* RFC 6749 appendix A.1; blanks at its ends are cut off. */}}
{{- $bare := regexReplaceAll "^[\\x00-\\x20\\x7f\\p{Z}\\x{200b}-\\x{200f}\\x{2060}\\x{feff}]+|[\\x00-\\x20\\x7f\\p{Z}\\x{200b}-\\x{200f}\\x{2060}\\x{feff}]+$" . "" }}
{{- if regexMatch "[^ -~\\p{L}\\p{M}\\p{N}]" $bare }}
{{- $faults = append $faults (printf "apps.%s.clientId must hold letters, digits and other characters that one can see" $id) }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}

{{- /* "true" for a day that exists, or one with a time and its offset. */}}
{{- define "domi.isDate" -}}
{{- $day := trunc 10 . }}
{{- if regexMatch "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?|24:00(:00([.]0+)?)?)(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?$" . }}
{{- if eq $day (toDate "2006-01-02" $day | date "2006-01-02") }}true{{ end }}
{{- end }}
{{- end }}

{{- /*
What the path of the only tenant hides: { "segment": what is there }. A tenant is found without its prefix too. Of apps only, since they
have credentials; and not with provider files that nobody knows here, which may change the paths.
*/}}
{{- define "domi.takenSegments" -}}
{{- $taken := dict }}
{{- range .Files.Get "files/own-segments.yaml" | fromYamlArray }}{{ $_ := set $taken . "this service" }}{{ end }}
{{- $callbacks := .Files.Get "files/callbacks.yaml" | fromYaml }}
{{- $paths := .Files.Get "files/paths.yaml" | fromYaml }}
{{- range $id := keys .Values.apps }}
{{- $own := dict }}
{{- $next := $id }}
{{- /* The record, and those that it extends; a circle ends here too. */}}
{{- range until 10 }}
{{- if $next }}
{{- $record := get $.Values.config.providers $next | default dict }}
{{- $base := dict }}
{{- with get $paths $next }}{{ $_ := set $base "path" . }}{{ end }}
{{- with get $callbacks $next }}{{ $_ := set $base "callback" . }}{{ end }}
{{- $own = mergeOverwrite $base (pick $record "path" "callback" "enabled") $own }}
{{- $next = $record.extends | default "" }}
{{- end }}
{{- end }}
{{- if ne (get $own "enabled" | toString) "false" }}
{{- with $own.path }}{{ range list . (printf "%sRefresh" .) (printf "%sRevoke" .) }}{{ $_ := set $taken . $id }}{{ end }}{{ end }}
{{- with $own.callback }}{{ $_ := set $taken . $id }}{{ end }}
{{- end }}
{{- end }}
{{- $taken | toJson }}
{{- end }}
