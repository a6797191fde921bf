#!/usr/bin/env bash
# For scripts that have Apache Kafka's: kafka-run-class.sh CLASS [argument]... The broker's own classes are Barnabas; all
# others are looked for in libs/, where an image with tools has those of Apache Kafka.
set -o errexit -o nounset
home=${KAFKA_HOME:-/opt/kafka}

while [[ ${1-} == -* ]]; do
  case $1 in
    -name) shift 2 ;;
    *) shift ;;
  esac
done
class=${1-}
[[ -n $class ]] || {
  echo "usage: ${0##*/} CLASS [argument]..." >&2
  exit 1
}
shift

case $class in
  kafka.Kafka) exec "$home/bin/kafka-server-start.sh" "$@" ;;
  kafka.tools.StorageTool) exec "$home/bin/kafka-storage.sh" "$@" ;;
  kafka.docker.KafkaDockerWrapper)
    [[ ${1-} == setup ]] || {
      echo "usage: ${0##*/} $class setup --default-configs-dir D --mounted-configs-dir M --final-configs-dir F" >&2
      exit 1
    }
    . /etc/kafka/docker/bash-config
    shift
    while [[ $# -gt 0 ]]; do
      case $1 in
        --default-configs-dir | -D) defaults=$2 ;;
        --mounted-configs-dir | -M) mounted=$2 ;;
        --final-configs-dir | -F) final=$2 ;;
        *) barnabas_complain "argument '$1': expected --default-configs-dir, --mounted-configs-dir or --final-configs-dir" ;;
      esac
      shift 2
    done
    barnabas_write "${final:-$home/config}/server.properties" barnabas_apache "${defaults-}" "${mounted-}"
    exit
    ;;
esac

libs=$home/libs
[[ -d $libs ]] || {
  echo "${0##*/}: this image has no command-line tools: build or pull the one with --target tools" >&2
  exit 1
}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Options may hold several words: they are split on purpose.
# shellcheck disable=SC2086
exec "$java" ${KAFKA_HEAP_OPTS:--Xmx256m} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
  -Dkafka.logs.dir="${LOG_DIR:-$home/logs}" \
  -Dorg.slf4j.simpleLogger.defaultLogLevel="${KAFKA_TOOLS_LOG4J_LOGLEVEL:-warn}" ${KAFKA_LOG4J_OPTS-} ${KAFKA_OPTS-} \
  -cp "${CLASSPATH:+$CLASSPATH:}$libs/*" "$class" "$@"
