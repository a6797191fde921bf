#!/bin/sh
exec "$BARNABAS_ROOT/bin/kafka-storage.sh" "$@"
