{{- /* Contradictions in names, labels, Services and sizes: what Kubernetes or Helm would refuse half-way. */}}
{{- define "domi.faultsOfNames" -}}
{{- $faults := list }}
{{- if not .Values.enabled }}
{{- $faults = append $faults "enabled is false, but the chart is rendered: enabled is for umbrella charts, which name it in the condition of their dependency (`condition: domi.enabled`); a release of its own is removed by helm uninstall" }}
{{- end }}
{{- $name := include "domi.fullname" . }}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $name) }}
{{- $faults = append $faults (printf "the resources would be called %s: a Service needs a name of a-z, 0-9 and hyphens that begins with a letter; set fullnameOverride" $name) }}
{{- end }}
{{- if and .Release.IsUpgrade (not (get .Values "running")) }}
{{- range (lookup "apps/v1" "Deployment" .Release.Namespace "" | default dict).items | default list }}
{{- $labels := .metadata.labels | default dict }}
{{- $owner := dig "meta.helm.sh/release-name" "" (.metadata.annotations | default dict) }}
{{- if and (eq $owner $.Release.Name) (eq (get $labels "app.kubernetes.io/component") "service") (regexMatch (printf "^%s-[0-9]+[.]" $.Chart.Name) (get $labels "helm.sh/chart")) }}
{{- $faults = append $faults (printf "the release runs as %s and would be called %s: nameOverride and fullnameOverride cannot change later, since everything would be made anew, the seal key too; set fullnameOverride to %s" .metadata.name $name .metadata.name) }}
{{- end }}
{{- end }}
{{- end }}
{{- $own := list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart" }}
{{- range $key := list "commonLabels" "podLabels" }}
{{- range $label := keys (get $.Values $key) | sortAlpha }}
{{- if has $label $own }}
{{- $faults = append $faults (printf "%s sets %s, which the chart sets itself: leave it out" $key $label) }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}

{{- define "domi.faultsOfService" -}}
{{- $faults := list }}
{{- $service := .Values.service }}
{{- if eq $service.type "ClusterIP" }}
{{- range $field := list "nodePort" "externalTrafficPolicy" }}
{{- if get $service $field }}
{{- $faults = append $faults (printf "service.%s is for service.type NodePort and LoadBalancer" $field) }}
{{- end }}
{{- end }}
{{- end }}
{{- if ne $service.type "LoadBalancer" }}
{{- range $field := list "loadBalancerClass" "loadBalancerSourceRanges" }}
{{- if get $service $field }}
{{- $faults = append $faults (printf "service.%s is for service.type LoadBalancer" $field) }}
{{- end }}
{{- end }}
{{- end }}
{{- if and (gt (len $service.ipFamilies) 1) (not (has $service.ipFamilyPolicy (list "PreferDualStack" "RequireDualStack"))) }}
{{- $faults = append $faults "service.ipFamilies names two families: set service.ipFamilyPolicy to PreferDualStack or RequireDualStack" }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}

{{- define "domi.faultsOfRollout" -}}
{{- $faults := list }}
{{- $strategy := .Values.updateStrategy }}
{{- if and (eq $strategy.type "RollingUpdate") (has (toString $strategy.maxSurge) (list "0" "0%")) (has (toString $strategy.maxUnavailable) (list "0" "0%")) }}
{{- $faults = append $faults "updateStrategy.maxSurge and updateStrategy.maxUnavailable are both 0: no pod could ever be replaced" }}
{{- end }}
{{- $least := .Values.podDisruptionBudget.minAvailable | toString }}
{{- $pods := 0 }}
{{- if .Values.autoscaling.enabled }}{{ $pods = int .Values.autoscaling.minReplicas }}
{{- else if not (include "domi.isScaledElsewhere" .) }}{{ $pods = int .Values.replicaCount }}
{{- end }}
{{- if and .Values.podDisruptionBudget.enabled (include "domi.isReplicated" .) }}
{{- /* Kubernetes rounds a percentage up. */}}
{{- $kept := trimSuffix "%" $least | int }}
{{- if hasSuffix "%" $least }}{{ $kept = div (add (mul $pods $kept) 99) 100 | int }}{{ end }}
{{- if or (eq $least "100%") (and (gt $pods 1) (ge $kept $pods)) }}
{{- $faults = append $faults (printf "podDisruptionBudget.minAvailable (%s) lets none of the pods be evicted: no node could be drained" $least) }}
{{- else if and (eq $least "") (has (toString .Values.podDisruptionBudget.maxUnavailable) (list "0" "0%")) }}
{{- $faults = append $faults "podDisruptionBudget.maxUnavailable (0) lets none of the pods be evicted: no node could be drained" }}
{{- end }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}

{{- /*
Bytes of values, as JSON, from which a release no longer fits: measured with Helm 4.1, 1.6 to 1.7 MB of tenants with apps of their
own fill the Secret, which holds values and manifests compressed. Tenants that look alike would fit more often.
*/}}
{{- define "domi.mostBytes" -}}1500000{{- end }}

{{- define "domi.faultsOfSize" -}}
{{- $faults := list }}
{{- $bytes := len (toJson .Values) }}
{{- if gt $bytes (include "domi.mostBytes" . | int) }}
{{- $faults = append $faults (printf "the values have %d bytes, and Helm keeps values and manifests in one Secret of 1 MiB, which 1.6 million bytes of tenants fill: put tenants into ConfigMaps of your own, config.existingConfigMaps" $bytes) }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}
