#!/bin/sh
# For scripts that have Apache Kafka's: kafka-storage.sh format|info|random-uuid. See --help of each.
self=$(readlink -f "$0" 2>/dev/null || echo "$0")
exec "$(dirname "$self")/barnabas" kafka-storage "$@"
