{{- /* Ingress and Gateway API take DNS names only. Both refuse the whole release for one that is not. */}}
{{- define "domi.faultsOfHosts" -}}
{{- $faults := list }}
{{- if or .Values.ingress.enabled .Values.httpRoute.enabled }}
{{- range (include "domi.hosts" . | fromJson).hosts }}
{{- if regexMatch "(^|\\.)[0-9]+$" . }}
{{- $faults = append $faults (printf "%s is an IP address, and Ingress and HTTPRoute take names only: give the service a name in DNS, or leave both off" .) }}
{{- else if or (gt (len .) 253) (not (regexMatch "^(\\*\\.)?([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" .)) }}
{{- $faults = append $faults (printf "%s is no host name that Ingress and HTTPRoute take: labels of at most 63 characters with dots between them, at most 253 in all" .) }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.httpRoute }}
{{- if and .enabled (not .listenerSet.enabled) (not .parentRefs) }}
{{- $faults = append $faults "httpRoute.parentRefs is empty: name the Gateway that the route belongs to, or turn on httpRoute.listenerSet" }}
{{- end }}
{{- if and .enabled .listenerSet.enabled (not .listenerSet.gateway.name) }}
{{- $faults = append $faults "httpRoute.listenerSet.gateway is empty: name the Gateway that the listeners are added to" }}
{{- end }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}
