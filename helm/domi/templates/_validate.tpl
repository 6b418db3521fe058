{{- /* Contradictions stop the render. All are reported together, each with a sentence that says what to do. */}}
{{- define "domi.validate" -}}
{{- $faults := concat
  (include "domi.faultsOfNames" . | fromJson).faults
  (include "domi.faultsOfService" . | fromJson).faults
  (include "domi.faultsOfRollout" . | fromJson).faults
  (include "domi.faultsOfPod" . | fromJson).faults
  (include "domi.faultsOfSize" . | fromJson).faults
  (include "domi.faultsOfAddresses" . | fromJson).faults
  (include "domi.faultsOfHosts" . | fromJson).faults
  (include "domi.faultsOfApps" . | fromJson).faults
  (include "domi.faultsOfSettings" . | fromJson).faults
  (include "domi.faultsOfTenantSecrets" . | fromJson).faults
  (include "domi.faultsOfScaling" . | fromJson).faults
  (include "domi.faultsOfNetwork" . | fromJson).faults
  (include "domi.faultsOfMetrics" . | fromJson).faults }}
{{- if $faults }}
{{- printf "\n- %s\n" (join "\n- " $faults) | fail }}
{{- end }}
{{- end }}

{{- define "domi.hasExistingFiles" -}}
{{- with .Values.config }}{{ if or .existingConfigMaps .existingSecrets .builtTenants.name .folder }}true{{ end }}{{ end }}
{{- end }}

{{- define "domi.faultsOfAddresses" -}}
{{- $faults := list }}
{{- if and (not .Values.publicUrl) (not .Values.config.tenants) (not (include "domi.hasExistingFiles" .)) }}
{{- $faults = append $faults "publicUrl is missing: the address that users and the meeting services see, for example https://domi.example.com" }}
{{- end }}
{{- if and .Values.publicUrl .Values.config.tenants }}
{{- $faults = append $faults "publicUrl and config.tenants are both set: with tenants, each has a publicUrl of its own; leave publicUrl empty" }}
{{- end }}
{{- range $key, $url := include "domi.publicUrls" . | fromJson }}
{{- /* Nearly all, at once: thousands of tenants would feel the steps of the others. */}}
{{- $isPlain := regexMatch "^https://([a-z0-9][a-z0-9-]*[.])*[a-z][a-z0-9-]*[a-z0-9](:[0-9]{1,4})?(/[A-Za-z0-9._~-]+)*/*$" $url }}
{{- $parsed := dict }}
{{- if not $isPlain }}{{ $parsed = include "domi.parseUrl" $url | fromJson }}{{ end }}
{{- if $isPlain }}
{{- else if not (regexMatch "^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]*)?(/[^?#]*)?$" $url) }}
{{- $faults = append $faults (printf "%s must be an address like https://domi.example.com, in lower case, without query: %s" $key $url) }}
{{- else if not $parsed.isValid }}
{{- $faults = append $faults (printf "%s has a host or a port that does not exist: %s" $key $url) }}
{{- else if not (regexMatch "^(/[A-Za-z0-9._~-]+)*/*$" $parsed.path) }}
{{- $faults = append $faults (printf "%s has a path with characters that need escaping, or with // inside: %s" $key $url) }}
{{- else if and (hasPrefix "http://" $url) (not (regexMatch "^((.*[.])?localhost|127[.][0-9]+[.][0-9]+[.][0-9]+)$" $parsed.host)) }}
{{- $faults = append $faults (printf "%s must begin with https://, since tokens travel there; http:// is for localhost only: %s" $key $url) }}
{{- end }}
{{- if and (eq $key "publicUrl") (not (include "domi.hasExistingFiles" $)) (not $.Values.config.tenants) }}
{{- $segment := printf "/%s" (include "domi.parseUrl" $url | fromJson).path | clean | trimPrefix "/" | splitList "/" | first }}
{{- with get (include "domi.takenSegments" $ | fromJson) $segment }}
{{- $faults = append $faults (printf "publicUrl begins with the path /%s, which belongs to %s: choose another one" $segment .) }}
{{- end }}
{{- end }}
{{- if and $.Values.hosts (or $.Values.ingress.enabled $.Values.httpRoute.enabled) }}
{{- $host := include "domi.hostOf" $url }}
{{- if not (or (has $host $.Values.hosts) (has (regexReplaceAll "^[^.]+" $host "*") $.Values.hosts)) }}
{{- $faults = append $faults (printf "hosts does not cover %s (%s): add it, or leave hosts empty" $host $key) }}
{{- end }}
{{- end }}
{{- end }}
{{- if and (or .Values.ingress.enabled .Values.httpRoute.enabled) (not (include "domi.hosts" . | fromJson).hosts) }}
{{- $faults = append $faults "hosts is empty: tenants in existing ConfigMaps or Secrets are not known here, so name their hosts for Ingress and HTTPRoute" }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}

{{- define "domi.faultsOfApps" -}}
{{- $faults := list }}
{{- $values := .Values }}
{{- if not (or .Values.apps .Values.config.providers .Values.config.tenants (include "domi.hasExistingFiles" .)) }}
{{- $faults = append $faults "no OAuth app is configured: set apps.<provider>.existingSecret, or provider files by config" }}
{{- end }}
{{- range $id, $app := .Values.apps }}
{{- $record := default dict (get $values.config.providers $id) }}
{{- $builtIn := $.Files.Get "files/callbacks.yaml" | fromYaml }}
{{- if not (or (hasKey $builtIn $id) (hasKey $values.config.providers $id) (include "domi.hasExistingFiles" $)) }}
{{- $faults = append $faults (printf "apps.%s is no known provider: %s are built in, others need a record in config.providers" $id (keys $builtIn | sortAlpha | join ", ")) }}
{{- end }}
{{- if and $app.clientAssertion (not $values.clientAssertion.audience) }}
{{- $faults = append $faults (printf "apps.%s.clientAssertion needs a token: set clientAssertion.audience to what the provider expects" $id) }}
{{- end }}
{{- $ways := 0 }}
{{- range $field := list "clientSecretKeys" "clientKeyKeys" "clientAssertion" }}{{ if get $app $field }}{{ $ways = add1 $ways }}{{ end }}{{ end }}
{{- if gt (int $ways) 1 }}
{{- $faults = append $faults (printf "apps.%s has several of clientSecretKeys, clientKeyKeys and clientAssertion: keep one of them" $id) }}
{{- end }}
{{- range $field := list "clientId" "clientSecret" "clientKey" "clientAssertion" }}
{{- if hasKey $record $field }}
{{- $faults = append $faults (printf "apps.%s and config.providers.%s.%s are both set: keep one of the two" $id $id $field) }}
{{- end }}
{{- end }}
{{- end }}
{{- range $index, $tenants := (include "domi.tenantShards" . | fromJson).shards }}
{{- if gt (len (dict "tenants" $tenants | toYaml)) 1000000 }}
{{- $faults = append $faults (printf "config.tenants: shard %d is larger than a ConfigMap may be (1 MiB): raise config.tenantShards, or bring your own ConfigMaps by config.existingConfigMaps" $index) }}
{{- end }}
{{- end }}
{{- if and .Values.webhookForward.url (not .Values.webhookForward.existingSecret) }}
{{- $faults = append $faults "webhookForward.existingSecret is empty: what is forwarded to webhookForward.url is signed with its secret" }}
{{- end }}
{{- $own := list }}
{{- range include "domi.ownEnv" . | fromYamlArray }}{{ $own = concat $own (list .name (trimSuffix "_FILE" .name)) }}{{ end }}
{{- range .Values.extraEnv }}
{{- if has .name $own }}
{{- $faults = append $faults (printf "extraEnv sets %s, which the chart sets by a value of its own" .name) }}
{{- end }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}

{{- define "domi.faultsOfTenantSecrets" -}}
{{- $faults := list }}
{{- if and .Values.config.builtTenants.name .Values.tenantSecrets.existingSecrets }}
{{- $faults = append $faults "config.builtTenants.name and tenantSecrets.existingSecrets are both set, and their files would be in one folder: keep one of the two" }}
{{- end }}
{{- with .Values.config }}
{{- if and .folder (or .existingConfigMaps .existingSecrets .builtTenants.name) }}
{{- $faults = append $faults "config.folder is set, so nothing of config.existingConfigMaps, config.existingSecrets and config.builtTenants is mounted: leave them empty, or config.folder" }}
{{- end }}
{{- end }}
{{- $folder := include "domi.tenantSecretsFolder" . | clean }}
{{- range $place := list "/run/secrets/domi" "/run/secrets/domi-seal-keys" "/run/secrets/domi-store" "/run/secrets/domi-tls" "/run/secrets/domi-client-assertion" "/run/secrets/domi-webhook-forward" "/etc/domi" }}
{{- if or (eq $folder $place) (hasPrefix (printf "%s/" $place) $folder) (hasPrefix (printf "%s/" (trimSuffix "/" $folder)) $place) }}
{{- if ne $folder "." }}
{{- $faults = append $faults (printf "tenantSecrets.folder (%s) overlaps %s, where the service has secrets of its own: choose another one" $folder $place) }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}

{{- define "domi.faultsOfScaling" -}}
{{- $faults := list }}
{{- with .Values.autoscaling }}
{{- if .enabled }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
{{- $faults = append $faults (printf "autoscaling.minReplicas (%d) is greater than autoscaling.maxReplicas (%d)" (int .minReplicas) (int .maxReplicas)) }}
{{- end }}
{{- if not (or .targetCPUUtilizationPercentage .targetMemoryUtilizationPercentage .targetRequestsInFlight .metrics) }}
{{- $faults = append $faults "autoscaling has nothing to scale by: set targetCPUUtilizationPercentage, targetRequestsInFlight or metrics" }}
{{- end }}
{{- if and .targetCPUUtilizationPercentage (not (dig "requests" "cpu" "" $.Values.resources)) }}
{{- $faults = append $faults "autoscaling by CPU needs resources.requests.cpu" }}
{{- end }}
{{- if and .targetMemoryUtilizationPercentage (not (dig "requests" "memory" "" $.Values.resources)) }}
{{- $faults = append $faults "autoscaling by memory needs resources.requests.memory" }}
{{- end }}
{{- end }}
{{- end }}
{{- if and .Values.store.existingSecret (eq .Values.store.mode "sentinel") (not .Values.store.master) }}
{{- $faults = append $faults "store.master is empty: Sentinel is asked for the primary by its name" }}
{{- end }}
{{- if and .Values.store.existingSecret (ne .Values.store.mode "sentinel") .Values.store.master }}
{{- $faults = append $faults "store.master is for store.mode sentinel only" }}
{{- end }}
{{- $needed := add .Values.preStopSleepSeconds .Values.drainSeconds 30 | int }}
{{- if lt (int .Values.terminationGracePeriodSeconds) $needed }}
{{- $faults = append $faults (printf "terminationGracePeriodSeconds (%d) is shorter than preStopSleepSeconds, drainSeconds and the 28 s in which requests are finished: at least %d" (int .Values.terminationGracePeriodSeconds) $needed) }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}

{{- define "domi.faultsOfNetwork" -}}
{{- $faults := list }}
{{- if and .Values.networkPolicy.byHost (not .Values.networkPolicy.enabled) }}
{{- $faults = append $faults "networkPolicy.byHost is set, but networkPolicy.enabled is false: by itself, a policy by host would close the web port" }}
{{- end }}
{{- if .Values.networkPolicy.enabled }}
{{- with .Values.networkPolicy.egress }}
{{- if and $.Values.store.existingSecret (not .store) }}
{{- $faults = append $faults "networkPolicy.egress.store is empty: with store.existingSecret the pods must reach the store" }}
{{- end }}
{{- if and $.Values.proxy.url (not .proxy) }}
{{- $faults = append $faults "networkPolicy.egress.proxy is empty: with proxy.url the pods must reach the proxy" }}
{{- end }}
{{- if and $.Values.otel.endpoint (not .otlp) }}
{{- $faults = append $faults "networkPolicy.egress.otlp is empty: with otel.endpoint the pods must reach the collector" }}
{{- end }}
{{- if not (or .providers .proxy $.Values.networkPolicy.byHost) }}
{{- $faults = append $faults "networkPolicy.egress lets nothing reach the meeting services: fill providers or proxy" }}
{{- end }}
{{- if not .dns }}
{{- $faults = append $faults "networkPolicy.egress.dns is empty: without names nothing is reached" }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}

{{- define "domi.faultsOfMetrics" -}}
{{- $faults := list }}
{{- if and .Values.metrics.serviceMonitor.enabled .Values.metrics.podMonitor.enabled }}
{{- $faults = append $faults "metrics.serviceMonitor and metrics.podMonitor are both enabled: every pod would be scraped twice" }}
{{- end }}
{{- range $key := list "serviceMonitor" "podMonitor" }}
{{- with get $.Values.metrics $key }}
{{- if .enabled }}
{{- $interval := include "domi.milliseconds" .interval | int64 }}
{{- $timeout := include "domi.scrapeTimeout" . }}
{{- $milliseconds := include "domi.milliseconds" $timeout | int64 }}
{{- if not (and $interval $milliseconds) }}
{{- $faults = append $faults (printf "metrics.%s.interval (%s) and scrapeTimeout (%s) must be longer than 0" $key .interval $timeout) }}
{{- else if gt $milliseconds $interval }}
{{- $faults = append $faults (printf "metrics.%s.scrapeTimeout (%s) is longer than its interval (%s), and the Prometheus operator rejects such a monitor: shorten it, or leave it out" $key $timeout .interval) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if .Values.metrics.prometheusRule.enabled }}
{{- $known := list }}
{{- range (.Files.Get "files/alerts.yaml" | fromYaml).groups }}
{{- range .rules }}{{ $known = append $known (default .record .alert) }}{{ end }}
{{- end }}
{{- range $name := keys .Values.metrics.prometheusRule.rules | sortAlpha }}
{{- if not (has $name $known) }}
{{- $faults = append $faults (printf "metrics.prometheusRule.rules names %s, which is no alert or record of this chart" $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}
