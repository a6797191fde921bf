#!/usr/bin/env bash
# Apache Kafka's own: returns when it serves.
[[ ${1-} != -daemon ]] || shift
log=$DESK/apache-kafka.log
: >"$log"
"$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=info \
  -cp "$BROKER_CLASS_PATH" kafka.Kafka "$@" >>"$log" 2>&1 </dev/null &
pid=$!
echo "$pid" >>"$DESK/.pids"
for ((i = 0; i < 900; i++)); do
  if grep -q 'Kafka Server started' "$log"; then exit 0; fi
  if ! kill -0 "$pid" 2>/dev/null; then break; fi
  sleep 0.1
done
tail -n 50 "$log"
exit 1
