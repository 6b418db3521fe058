{{- /* Milliseconds of a duration as Prometheus writes it: 30s, 1m30s, 500ms. */}}
{{- define "domi.milliseconds" -}}
{{- $duration := . }}
{{- $sum := 0 }}
{{- range $unit, $factor := dict "y" 31536000000 "w" 604800000 "d" 86400000 "h" 3600000 "m" 60000 "s" 1000 "ms" 1 }}
{{- $part := regexFind (printf "[0-9]+%s([0-9]|$)" $unit) $duration }}
{{- $sum = add $sum (mul $factor (regexFind "^0*[0-9]+" $part | regexFind "[1-9][0-9]*$" | default "0" | int64)) }}
{{- end }}
{{- $sum }}
{{- end }}

{{- /* Takes a monitor; its scrapeTimeout, or the default: the operator refuses one that is longer than the interval. */}}
{{- define "domi.scrapeTimeout" -}}
{{- if .scrapeTimeout }}{{ .scrapeTimeout }}
{{- else if lt (include "domi.milliseconds" .interval | int64) (int64 10000) }}{{ .interval }}
{{- else }}10s
{{- end }}
{{- end }}
