{{- /* Takes [root, annotations that win]; answers the field with all of them, or nothing. */}}
{{- define "domi.annotations" -}}
{{- with mergeOverwrite (deepCopy (index . 0).Values.commonAnnotations) (index . 1) -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /*
What a controller must know about this service: a request must never be sent to a second pod (a single-use refresh token
would be spent twice), and the same token goes to the same pod. Takes the root; answers the field with the annotations of ingress.annotations, which win.
*/}}
{{- define "domi.ingressAnnotations" -}}
{{- $preset := dict }}
{{- if eq .Values.ingress.controller "ingress-nginx" }}
{{- $preset = dict
  "nginx.ingress.kubernetes.io/proxy-next-upstream" "off"
  "nginx.ingress.kubernetes.io/proxy-buffer-size" "16k"
  "nginx.ingress.kubernetes.io/upstream-hash-by" "$http_authorization$http_cookie"
  "nginx.ingress.kubernetes.io/backend-protocol" (include "domi.scheme" .) }}
{{- else if eq .Values.ingress.controller "haproxy" }}
{{- $preset = dict
  "haproxy.org/load-balance" "hdr(Authorization)"
  "haproxy.org/server-ssl" (eq (include "domi.scheme" .) "HTTPS" | toString) }}
{{- end }}
{{- include "domi.annotations" (list . (mergeOverwrite $preset .Values.ingress.annotations)) }}
{{- end }}
