#!/usr/bin/env bash
# What bitnami/kafka runs.
. "${BARNABAS_ROOT-}/etc/kafka/docker/bash-config"
[[ ${BITNAMI_DEBUG:-} != true ]] || set -o xtrace

barnabas_bitnami_files
barnabas_bitnami_aliases
barnabas_bitnami_commands
barnabas_bitnami_scripts
mounted=${KAFKA_MOUNTED_CONF_DIR:-/bitnami/kafka/config}
barnabas_write "${BARNABAS_ROOT-}/opt/bitnami/kafka/config/server.properties" barnabas_bitnami "$mounted"
export CLUSTER_ID=${CLUSTER_ID:-${KAFKA_CLUSTER_ID-}}
barnabas_bitnami_format "$BARNABAS_FILE"
barnabas_launch "$BARNABAS_FILE"
