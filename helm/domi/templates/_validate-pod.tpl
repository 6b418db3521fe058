{{- /* Takes a list of texts; answers those that stand in it more than once, as JSON: { "texts": [] }. */}}
{{- define "domi.repeated" -}}
{{- $seen := dict }}
{{- $repeated := list }}
{{- range . }}
{{- if hasKey $seen . }}{{ $repeated = append $repeated . }}{{ end }}
{{- $_ := set $seen . true }}
{{- end }}
{{- dict "texts" (uniq $repeated) | toJson }}
{{- end }}

{{- /* What Kubernetes refuses in a pod: names that stand twice, the chart's own among them, and mounts of nothing. */}}
{{- define "domi.faultsOfPod" -}}
{{- $faults := list }}
{{- $containers := list "domi" }}
{{- range concat .Values.initContainers .Values.extraContainers }}{{ $containers = append $containers .name }}{{ end }}
{{- range (include "domi.repeated" $containers | fromJson).texts }}
{{- $faults = append $faults (printf "the container %s stands twice in the pod: give another name to that of initContainers or extraContainers" .) }}
{{- end }}
{{- $volumes := list }}
{{- range include "domi.volumes" . | fromYamlArray }}{{ $volumes = append $volumes .name }}{{ end }}
{{- range (include "domi.repeated" $volumes | fromJson).texts }}
{{- $faults = append $faults (printf "the volume %s stands twice in the pod: give another name to that of extraVolumes" .) }}
{{- end }}
{{- $folders := list }}
{{- range include "domi.volumeMounts" . | fromYamlArray }}{{ $folders = append $folders (clean .mountPath) }}{{ end }}
{{- range (include "domi.repeated" $folders | fromJson).texts }}
{{- $faults = append $faults (printf "two volumes are mounted at %s: choose another mountPath in extraVolumeMounts" .) }}
{{- end }}
{{- range .Values.extraVolumeMounts }}
{{- if not (has .name $volumes) }}
{{- $faults = append $faults (printf "extraVolumeMounts names the volume %s, which is not in the pod: add it to extraVolumes" .name) }}
{{- end }}
{{- end }}
{{- range $key, $field := dict "extraEnv" "name" "hostAliases" "ip" }}
{{- $texts := list }}
{{- range get $.Values $key }}{{ $texts = append $texts (get . $field) }}{{ end }}
{{- range (include "domi.repeated" $texts | fromJson).texts }}
{{- $faults = append $faults (printf "%s has %s twice" $key .) }}
{{- end }}
{{- end }}
{{- if and (eq .Values.dnsPolicy "None") (not .Values.dnsConfig.nameservers) }}
{{- $faults = append $faults "dnsPolicy is None, but dnsConfig.nameservers is empty: name the servers" }}
{{- end }}
{{- dict "faults" $faults | toJson }}
{{- end }}
