#!/usr/bin/env bash
# Goes on behind, until it is ended with what else was started.
"$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$CONNECT_CLASS_PATH" org.apache.kafka.connect.mirror.MirrorMaker "$@" >>"$DESK/mirror.log" 2>&1 </dev/null &
echo "$!" >>"$DESK/.pids"
