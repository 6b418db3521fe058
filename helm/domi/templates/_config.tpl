{{- /*
The provider file out of the values. Each of these answers JSON, for `fromJson` at the place of use.
*/}}

{{- /* The record of one app: where client id and client secret are. Takes an entry of `apps`. */}}
{{- define "domi.appRecord" -}}
{{- $folder := printf "/run/secrets/domi/%s" (default "" .existingSecret) }}
{{- $id := dict "file" (printf "%s/%s" $folder (default "client-id" .clientIdKey)) }}
{{- if .clientId }}{{ $id = dict "value" .clientId }}{{ end }}
{{- $sources := list }}
{{- range $index, $key := default (default (list "client-secret") .clientSecretKeys) .clientKeyKeys }}
{{- $source := dict "file" (printf "%s/%s" $folder $key) }}
{{- if and (eq $index 0) $.expiresAt }}{{ $_ := set $source "expiresAt" $.expiresAt }}{{ end }}
{{- $sources = append $sources $source }}
{{- end }}
{{- $certificates := list }}
{{- range .clientCertificateKeys }}
{{- $certificates = append $certificates (dict "file" (printf "%s/%s" $folder .)) }}
{{- end }}
{{- $record := dict "clientId" $id }}
{{- if or .clientAssertion .clientKeyKeys }}{{ $_ := set $record "tokenEndpointAuthMethod" "private_key_jwt" }}{{ end }}
{{- if .clientAssertion }}
{{- $_ := set $record "clientAssertion" (dict "file" "/run/secrets/domi-client-assertion/token") }}
{{- else if .clientKeyKeys }}
{{- $_ := set $record "clientKey" $sources }}
{{- if $certificates }}{{ $_ := set $record "clientCertificate" $certificates }}{{ end }}
{{- else }}
{{- $_ := set $record "clientSecret" $sources }}
{{- end }}
{{- $record | toJson }}
{{- end }}

{{- /* The section `providers`: config.providers, and into them the apps. */}}
{{- define "domi.providers" -}}
{{- $providers := deepCopy .Values.config.providers }}
{{- range $id, $app := .Values.apps }}
{{- $record := mergeOverwrite (deepCopy (default dict (get $providers $id))) (include "domi.appRecord" $app | fromJson) }}
{{- $_ := set $providers $id $record }}
{{- end }}
{{- $providers | toJson }}
{{- end }}

{{- /* The chart's own provider file: the sections `providers` and `defaults`, without empty ones. */}}
{{- define "domi.ownFile" -}}
{{- $file := dict }}
{{- with include "domi.providers" . | fromJson }}{{ $_ := set $file "providers" . }}{{ end }}
{{- with .Values.config.defaults }}{{ $_ := set $file "defaults" . }}{{ end }}
{{- $file | toJson }}
{{- end }}

{{- /* A source of a projected volume. Takes [kind, name, or a map of name and optional]. */}}
{{- define "domi.source" -}}
{{- $source := index . 1 }}
{{- if kindIs "string" $source }}{{ $source = dict "name" $source }}{{ end }}
{{- dict (index . 0) $source | toJson }}
{{- end }}

{{- /* Names of the sources that the pods wait for. Takes a list of sources. */}}
{{- define "domi.requiredNames" -}}
{{- $names := list }}
{{- range . }}
{{- if kindIs "string" . }}{{ $names = append $names . }}
{{- else if not .optional }}{{ $names = append $names .name }}
{{- end }}
{{- end }}
{{- dict "names" $names | toJson }}
{{- end }}

{{- /*
What `domi tenants build` makes: { "configMaps": [ … ], "secrets": [ … ] }, sources in the order of their shards. It always makes
the first ConfigMap, so the pods wait for it: without any tenant they would start as the service of a single one.
*/}}
{{- define "domi.builtSources" -}}
{{- $configMaps := list }}
{{- $secrets := list }}
{{- with $name := .Values.config.builtTenants.name }}
{{- range $index := until (int $.Values.config.builtTenants.shards) }}
{{- $configMap := dict "name" (printf "%s-%03d" $name $index) }}
{{- if $index }}{{ $_ := set $configMap "optional" true }}{{ end }}
{{- $configMaps = append $configMaps $configMap }}
{{- $secrets = append $secrets (dict "name" (printf "%s-secrets-%03d" $name $index) "optional" true) }}
{{- end }}
{{- end }}
{{- dict "configMaps" $configMaps "secrets" $secrets | toJson }}
{{- end }}

{{- /* Where the secret files of each tenant are; empty without such a rule. Bundles need it: each has secrets of many tenants. */}}
{{- define "domi.tenantSecretsFolder" -}}
{{- $isNeeded := not (and (empty .Values.tenantSecrets.existingSecrets) (empty .Values.config.builtTenants.name)) }}
{{- default (ternary "/run/secrets/domi-tenants" "" $isNeeded) .Values.tenantSecrets.folder }}
{{- end }}

{{- /*
The section `tenants` in shards: [{ "<id>": { … } }, …]. The shard follows from the id alone, so that a new tenant moves
no other one into another ConfigMap.
*/}}
{{- define "domi.tenantShards" -}}
{{- $shards := dict }}
{{- $count := int .Values.config.tenantShards }}
{{- range $index := until $count }}{{ $_ := set $shards (toString $index) dict }}{{ end }}
{{- range $id, $tenant := .Values.config.tenants }}
{{- $index := mod (adler32sum $id | int64) $count | toString }}
{{- $_ := set (get $shards $index) $id $tenant }}
{{- end }}
{{- $list := list }}
{{- range $index := until $count }}{{ $list = append $list (get $shards (toString $index)) }}{{ end }}
{{- dict "shards" $list | toJson }}
{{- end }}

{{- /* Secrets that are mounted as folders below /run/secrets/domi, each once. */}}
{{- define "domi.mountedSecrets" -}}
{{- $names := .Values.secrets }}
{{- range $app := .Values.apps }}{{ with $app.existingSecret }}{{ $names = append $names . }}{{ end }}{{ end }}
{{- dict "names" ($names | uniq | sortAlpha) | toJson }}
{{- end }}

{{- /*
Every address by its place in the values: { "publicUrl": "https://…" }. Maps here and below, since appending to a list copies
it each time, which thousands of tenants would feel.
*/}}
{{- define "domi.publicUrls" -}}
{{- $urls := dict }}
{{- with .Values.publicUrl }}{{ $_ := set $urls "publicUrl" . }}{{ end }}
{{- range $id, $tenant := .Values.config.tenants }}
{{- $_ := set $urls (printf "config.tenants.%s.publicUrl" $id) $tenant.publicUrl }}
{{- end }}
{{- $urls | toJson }}
{{- end }}
