{{- /*
Addresses as the service reads them: the URL standard of browsers, and what Node.js takes for an IP address. Names in other scripts
and in Punycode are left to the service, which alone can convert them.
*/}}

{{- /* "true" for an IPv4 address in its usual form. */}}
{{- define "domi.isIpv4" -}}
{{- if regexMatch "^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])([.]|$)){4}$" (printf "%s" .) }}{{ if not (hasSuffix "." .) }}true{{ end }}{{ end }}
{{- end }}

{{- /* "true" for an IPv6 address without a zone. Its end may be an IPv4 address, which stands for two groups. */}}
{{- define "domi.isIpv6" -}}
{{- $text := . }}
{{- $end := regexFind "[^:]*$" . }}
{{- if include "domi.isIpv4" $end }}{{ $text = printf "%s0:0" (trimSuffix $end .) }}{{ end }}
{{- $halves := splitList "::" $text }}
{{- $groups := 0 }}
{{- $isValid := le (len $halves) 2 }}
{{- range $half := $halves }}
{{- if ne $half "" }}
{{- if not (regexMatch "^[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4})*$" $half) }}{{ $isValid = false }}{{ end }}
{{- $groups = add $groups (len (splitList ":" $half)) }}
{{- end }}
{{- end }}
{{- if and $isValid (ternary (eq (int $groups) 8) (lt (int $groups) 8) (eq (len $halves) 1)) }}true{{ end }}
{{- end }}

{{- /* "true" for a host as a URL has it. One whose last label is a number is an IPv4 address in any of its forms: 10.0.0.1, 10.1, 0x7f.1. */}}
{{- define "domi.isHost" -}}
{{- $host := lower . }}
{{- if hasPrefix "[" $host }}
{{- if hasSuffix "]" $host }}{{ include "domi.isIpv6" (trimPrefix "[" $host | trimSuffix "]") }}{{ end }}
{{- else if regexMatch "[\\x00-\\x20#/:<>?@\\[\\\\\\]^|\\x7f]" $host }}
{{- else if regexMatch "(^|[.])([0-9]+|0x[0-9a-f]*)[.]?$" $host }}
{{- $parts := splitList "." (trimSuffix "." $host) }}
{{- $isValid := le (len $parts) 4 }}
{{- range $index, $part := $parts }}
{{- $most := 255 }}
{{- if eq (add1 $index | int) (len $parts) }}{{ $most = get (dict "1" 4294967295 "2" 16777215 "3" 65535) (len $parts | toString) | default 255 }}{{ end }}
{{- if regexMatch "^[1-9][0-9]*$" $part }}
{{- if or (gt (len $part) 10) (gt (int64 $part) (int64 $most)) }}{{ $isValid = false }}{{ end }}
{{- else if not (regexMatch "^(0[0-7]*|0x[0-9a-f]*)$" $part) }}{{ $isValid = false }}
{{- end }}
{{- end }}
{{- if $isValid }}true{{ end }}
{{- else if $host }}true
{{- end }}
{{- end }}

{{- /*
The parts of a URL with an authority: { "scheme", "user", "host", "port", "path" }; "path" is everything behind the authority. "isValid" says
whether host and port are of use. Any number of slashes leads to the host of http: and https:.
*/}}
{{- define "domi.parseUrl" -}}
{{- $scheme := regexFind "^[A-Za-z][A-Za-z0-9+.-]*:" . | trimSuffix ":" | lower }}
{{- $rest := regexReplaceAll "^[A-Za-z][A-Za-z0-9+.-]*:[/\\\\]*" . "" }}
{{- $authority := regexFind "^[^/\\\\?#]*" $rest }}
{{- $user := regexFind "^.*@" $authority | trimSuffix "@" }}
{{- $server := regexReplaceAll "^.*@" $authority "" }}
{{- $port := regexFind ":[^:\\]]*$" $server }}
{{- $host := trimSuffix $port $server }}
{{- $isPort := regexMatch "^:?0*[0-9]{0,5}$" $port }}
{{- if $isPort }}{{ $isPort = le (regexReplaceAll "^:0*" $port "" | default "0" | int) 65535 }}{{ end }}
{{- $isValid := and $isPort (eq (include "domi.isHost" $host) "true") }}
{{- dict "scheme" $scheme "user" $user "host" $host "port" (trimPrefix ":" $port) "path" (trimPrefix $authority $rest) "isValid" $isValid | toJson }}
{{- end }}

{{- /* What the service has against an address or CIDR range of trustedProxies; nothing, if it takes it. */}}
{{- define "domi.faultOfRange" -}}
{{- $parts := splitList "/" . }}
{{- $host := first $parts }}
{{- $bits := 32 }}
{{- if include "domi.isIpv6" $host }}{{ $bits = 128 }}{{ end }}
{{- $length := $bits | toString }}
{{- if gt (len $parts) 1 }}{{ $length = index $parts 1 }}{{ end }}
{{- $isRange := and (le (len $parts) 2) (or (include "domi.isIpv4" $host) (include "domi.isIpv6" $host)) (regexMatch "^[0-9]{1,3}$" $length) }}
{{- if $isRange }}{{ $isRange = le (regexReplaceAll "^0+" $length "" | default "0" | int) $bits }}{{ end }}
{{- if not $isRange }}must be an address or a CIDR range
{{- else if regexMatch "^0+$" $length }}trusts every address, so any client could claim any other: name the addresses of your proxies
{{- end }}
{{- end }}
