#!/bin/sh
# For scripts that have Apache Kafka's: kafka-server-start.sh [-daemon] server.properties [--override key=value]...
# With -daemon the broker goes on in the background, its output in $LOG_DIR/kafkaServer.out (logs/ beside bin/).
set -eu
self=$(readlink -f "$0" 2>/dev/null || echo "$0")
home=$(cd "$(dirname "$self")/.." && pwd -P)

daemon=
if [ "${1:-}" = -daemon ]; then
  daemon=yes
  shift
fi
if [ $# -eq 0 ] || [ "$1" = --help ]; then
  echo "usage: $(basename "$0") [-daemon] server.properties [--override key=value]..." >&2
  exit 1
fi
if [ -z "$daemon" ]; then
  exec "$home/bin/barnabas" start "$@"
fi
logs=${LOG_DIR:-$home/logs}
mkdir -p "$logs"
nohup "$home/bin/barnabas" start "$@" >"$logs/kafkaServer.out" 2>&1 </dev/null &
