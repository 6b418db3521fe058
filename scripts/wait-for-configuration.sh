#!/bin/sh
# Waits until every pod serves the configuration that a pipeline has sent.
#
#   wait-for-configuration.sh HASH [SECONDS]
#
# HASH is what `domi tenants build` prints, or `domi check --json` for the same provider files. SECONDS is 300 by default: the
# kubelet takes up to two minutes. It asks the management port of each pod through the API server, which takes the right to get
# pods and pods/proxy. VIA=exec asks inside of the pod instead (pods/exec), for a NetworkPolicy that keeps the API server out.
#
# Variables: NAMESPACE (default: that of the context), SELECTOR, SCHEME (https for a pod with TLS of its own), PORT, VIA.
# Exit codes: 0 every pod has it, 1 time is over, 2 wrong use.
set -eu

refuse_use() {
  echo "usage: $0 HASH [SECONDS]" >&2
  exit 2
}
case "${1:-}" in *[!0-9a-f]* | '') refuse_use ;; esac
case "${2:-300}" in *[!0-9]*) refuse_use ;; esac
hash=$1
end=$(($(date +%s) + ${2:-300}))
selector=${SELECTOR:-app.kubernetes.io/name=domi,app.kubernetes.io/component=service}
scheme=${SCHEME:-http}
port=${PORT:-8879}
namespace=${NAMESPACE:-$(kubectl config view --minify --output 'jsonpath={..namespace}')}
namespace=${namespace:-default}

# Pods that go, or that have ended, as evicted ones have, are not waited for.
list_pods() {
  kubectl get pods --namespace "$namespace" --selector "$selector" \
    --field-selector status.phase!=Failed,status.phase!=Succeeded --output \
    'go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}}{{"\n"}}{{end}}{{end}}'
}

read_metrics() {
  if [ "${VIA:-proxy}" = exec ]; then
    kubectl exec --namespace "$namespace" "$1" --container domi -- /usr/local/bin/node -e \
      "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; fetch('$scheme://127.0.0.1:$port/metrics').then((answer) => answer.text()).then((text) => process.stdout.write(text))"
  else
    kubectl get --raw "/api/v1/namespaces/$namespace/pods/$scheme:$1:$port/proxy/metrics"
  fi
}

while :; do
  total=0
  late=''
  for pod in $(list_pods); do
    total=$((total + 1))
    metrics=$(read_metrics "$pod" 2>/dev/null) || metrics=''
    case "$metrics" in
      *"domi_config_info{hash=\"$hash\"} 1"*) ;;
      *"domi_config_last_reload_successful 0"*) late="$late $pod(refused)" ;;
      '') late="$late $pod(no-answer)" ;;
      *) late="$late $pod" ;;
    esac
  done
  if [ "$total" -gt 0 ] && [ -z "$late" ]; then
    echo "all $total pods serve $hash"
    exit 0
  fi
  # shellcheck disable=SC2086 # each pod is a word
  set -- $late
  echo "$((total - $#)) of $total pods serve $hash" >&2
  if [ "$(date +%s)" -ge "$end" ]; then
    echo "time is over; without it are: ${late:- no pod found}" >&2
    exit 1
  fi
  sleep 2
done
