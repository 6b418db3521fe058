{{- define "domi.env" -}}
{{ include "domi.ownEnv" . | trim }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* Environment of the container by the chart. Secrets are files; only their paths stand here. */}}
{{- define "domi.ownEnv" -}}
{{- with .Values.publicUrl }}
- { name: OAUTH_HOSTNAME, value: {{ . | quote }} }
{{- end }}
- { name: PORT, value: "8878" }
- { name: METRICSPORT, value: "8879" }
- { name: DOMI_CONFIG, value: {{ default "/etc/domi/config" .Values.config.folder }} }
- { name: DOMI_SEAL_KEYS_FILE, value: {{ printf "/run/secrets/domi-seal-keys/%s" .Values.sealKeys.key | quote }} }
- { name: DOMI_TENANT_FAULTS, value: {{ .Values.tenantFaults }} }
{{- with include "domi.tenantSecretsFolder" . }}
- { name: DOMI_TENANT_SECRETS, value: {{ . | quote }} }
{{- end }}
{{- with .Values.appearance.language }}
- { name: DOMI_LANGUAGE, value: {{ . | quote }} }
{{- end }}
{{- with .Values.appearance.displayName }}
- { name: DOMI_DISPLAY_NAME, value: {{ . | quote }} }
{{- end }}
{{- with .Values.appearance.supportUrl }}
- { name: DOMI_SUPPORT_URL, value: {{ . | quote }} }
{{- end }}
{{- if .Values.appearance.logo.existingConfigMap }}
- { name: DOMI_LOGO_FILE, value: {{ printf "/etc/domi/logo/%s" .Values.appearance.logo.key | quote }} }
{{- end }}
- { name: LOG_LEVEL, value: {{ .Values.logLevel }} }
- { name: DOMI_AUDIT_LOG, value: {{ .Values.auditLog | quote }} }
- { name: DOMI_DRAIN_DELAY, value: {{ .Values.drainSeconds | quote }} }
- { name: DOMI_REPLAY_SECONDS, value: {{ .Values.replaySeconds | quote }} }
- { name: DOMI_SUPERSEDED_SECONDS, value: {{ .Values.supersededSeconds | quote }} }
- { name: DOMI_PROBE_SECONDS, value: {{ .Values.probeSeconds | quote }} }
- { name: DOMI_METRICS_TENANTS, value: {{ .Values.metrics.tenantLabels | quote }} }
- { name: DOMI_LIMITS, value: {{ ternary "on" "off" .Values.limits.enabled | quote }} }
{{- with .Values.limits.clientAddress }}
- { name: DOMI_LIMIT_CLIENT_ADDRESS, value: {{ . | quote }} }
{{- end }}
{{- with .Values.limits.tenant }}
- { name: DOMI_LIMIT_TENANT, value: {{ . | quote }} }
{{- end }}
{{- with .Values.limits.provider }}
- { name: DOMI_LIMIT_PROVIDER, value: {{ . | quote }} }
{{- end }}
{{- with .Values.limits.token }}
- { name: DOMI_LIMIT_TOKEN, value: {{ . | quote }} }
{{- end }}
{{- with .Values.trustedProxies }}
- { name: DOMI_TRUSTED_PROXIES, value: {{ join "," . | quote }} }
{{- end }}
{{- if .Values.store.existingSecret }}
- { name: DOMI_STORE_URL_FILE, value: {{ printf "/run/secrets/domi-store/%s" .Values.store.key | quote }} }
- { name: DOMI_STORE_MODE, value: {{ .Values.store.mode | quote }} }
{{- with .Values.store.master }}
- { name: DOMI_STORE_MASTER, value: {{ . | quote }} }
{{- end }}
{{- end }}
{{- with .Values.webhookForward }}
{{- if .url }}
- { name: DOMI_WEBHOOK_FORWARD_URL, value: {{ .url | quote }} }
- { name: DOMI_WEBHOOK_FORWARD_SECRET_FILE, value: {{ printf "/run/secrets/domi-webhook-forward/%s" .key | quote }} }
{{- end }}
{{- end }}
{{- if .Values.tls.existingSecret }}
- { name: TLSType, value: pem }
- { name: TLSFile, value: /run/secrets/domi-tls/tls.key }
- { name: PEMCert, value: /run/secrets/domi-tls/tls.crt }
{{- end }}
{{- with .Values.proxy.url }}
- { name: HTTPS_PROXY, value: {{ . | quote }} }
{{- end }}
{{- with .Values.proxy.noProxy }}
- { name: NO_PROXY, value: {{ . | quote }} }
{{- end }}
{{- if .Values.extraCa.existingConfigMap }}
- { name: NODE_EXTRA_CA_CERTS, value: {{ printf "/etc/domi/ca/%s" .Values.extraCa.key | quote }} }
{{- end }}
{{- if .Values.otel.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .Values.otel.endpoint | quote }} }
- { name: OTEL_EXPORTER_OTLP_PROTOCOL, value: {{ .Values.otel.protocol }} }
- { name: OTEL_SERVICE_NAME, value: {{ .Values.otel.serviceName | quote }} }
- { name: OTEL_TRACES_SAMPLER, value: parentbased_traceidratio }
- { name: OTEL_TRACES_SAMPLER_ARG, value: {{ .Values.otel.samplingRatio | toString | quote }} }
- name: POD_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- { name: OTEL_RESOURCE_ATTRIBUTES, value: {{ printf "k8s.namespace.name=%s,k8s.pod.name=$(POD_NAME)" .Release.Namespace | quote }} }
{{- end }}
{{- end }}

{{- define "domi.volumeMounts" -}}
{{- if not .Values.config.folder }}
- { name: config, mountPath: /etc/domi/config, readOnly: true }
{{- end }}
{{- if .Values.config.builtTenants.name }}
- { name: tenant-bundles, mountPath: {{ include "domi.tenantSecretsFolder" . }}, readOnly: true }
{{- end }}
- { name: seal-keys, mountPath: /run/secrets/domi-seal-keys, readOnly: true }
{{- range $index, $name := (include "domi.mountedSecrets" . | fromJson).names }}
- { name: secret-{{ $index }}, mountPath: {{ printf "/run/secrets/domi/%s" $name }}, readOnly: true }
{{- end }}
{{- range $id := keys .Values.tenantSecrets.existingSecrets | sortAlpha }}
- { name: tenant-{{ $id | sha256sum | trunc 10 }}, mountPath: {{ printf "%s/%s" (include "domi.tenantSecretsFolder" $ | trimSuffix "/") $id }}, readOnly: true }
{{- end }}
{{- if .Values.appearance.logo.existingConfigMap }}
- { name: logo, mountPath: /etc/domi/logo, readOnly: true }
{{- end }}
{{- if .Values.clientAssertion.audience }}
- { name: client-assertion, mountPath: /run/secrets/domi-client-assertion, readOnly: true }
{{- end }}
{{- if .Values.store.existingSecret }}
- { name: store, mountPath: /run/secrets/domi-store, readOnly: true }
{{- end }}
{{- if .Values.webhookForward.url }}
- { name: webhook-forward, mountPath: /run/secrets/domi-webhook-forward, readOnly: true }
{{- end }}
{{- if .Values.tls.existingSecret }}
- { name: tls, mountPath: /run/secrets/domi-tls, readOnly: true }
{{- end }}
{{- if .Values.extraCa.existingConfigMap }}
- { name: extra-ca, mountPath: /etc/domi/ca, readOnly: true }
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /*
All provider files are one projected volume: one folder, which the kubelet swaps as a whole. A folder is mounted in every
case, since files mounted one by one (subPath) never change.
*/}}
{{- define "domi.volumes" -}}
{{- $built := include "domi.builtSources" . | fromJson }}
{{- if not .Values.config.folder }}
- name: config
  projected:
    sources:
      {{- if include "domi.ownFile" . | fromJson }}
      - configMap: { name: {{ include "domi.fullname" . }}-config }
      {{- end }}
      {{- range $index, $tenants := (include "domi.tenantShards" . | fromJson).shards }}
      {{- if $tenants }}
      - configMap: { name: {{ include "domi.fullname" $ }}-tenants-{{ $index }} }
      {{- end }}
      {{- end }}
      {{- range concat .Values.config.existingConfigMaps $built.configMaps }}
      - {{ include "domi.source" (list "configMap" .) }}
      {{- end }}
      {{- range .Values.config.existingSecrets }}
      - {{ include "domi.source" (list "secret" .) }}
      {{- end }}
{{- end }}
{{- if $built.secrets }}
- name: tenant-bundles
  projected:
    sources:
      {{- range $built.secrets }}
      - {{ include "domi.source" (list "secret" .) }}
      {{- end }}
{{- end }}
- name: seal-keys
  secret: { secretName: {{ include "domi.sealKeysSecretName" . }} }
{{- range $index, $name := (include "domi.mountedSecrets" . | fromJson).names }}
- name: secret-{{ $index }}
  secret: { secretName: {{ $name }} }
{{- end }}
{{- range $id, $name := .Values.tenantSecrets.existingSecrets }}
- name: tenant-{{ $id | sha256sum | trunc 10 }}
  secret: { secretName: {{ $name }} }
{{- end }}
{{- with .Values.appearance.logo.existingConfigMap }}
- name: logo
  configMap: { name: {{ . }} }
{{- end }}
{{- with .Values.clientAssertion }}
{{- if .audience }}
- name: client-assertion
  projected:
    sources:
      - serviceAccountToken:
          path: token
          audience: {{ .audience | quote }}
          expirationSeconds: {{ .expirationSeconds }}
{{- end }}
{{- end }}
{{- with .Values.store.existingSecret }}
- name: store
  secret: { secretName: {{ . }} }
{{- end }}
{{- if .Values.webhookForward.url }}
- name: webhook-forward
  secret: { secretName: {{ .Values.webhookForward.existingSecret }} }
{{- end }}
{{- with .Values.tls.existingSecret }}
- name: tls
  secret: { secretName: {{ . }} }
{{- end }}
{{- with .Values.extraCa.existingConfigMap }}
- name: extra-ca
  configMap: { name: {{ . }} }
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
