# How the variables of a container become a configuration file, in the dialects of apache/kafka, confluentinc/cp-kafka and
# bitnami/kafka. Sourced by the scripts that those images have; writes to standard output. No process is started for a
# variable, so that it costs milliseconds. $BARNABAS_ROOT stands before every path, for tests.

# Variables of the images and of the start scripts that are no settings.
barnabas_is_setting() {
  case $1 in
    KAFKA_VERSION | KAFKA_HOME | KAFKA_MODE | KAFKA_DEBUG | KAFKA_OPTS | KAFKA_*_OPTS | KAFKA_JMX_* | KAFKA_LOG4J_* | \
      KAFKA_TOOLS_LOG4J_* | KAFKA_SSL_*_FILENAME | KAFKA_SSL_*_CREDENTIALS | KAFKA_DATA_DIRS | KAFKA_CLUSTER_ID) return 1 ;;
    # What Kubernetes adds for a service of the name kafka.
    KAFKA_SERVICE_HOST | KAFKA_SERVICE_PORT | KAFKA_SERVICE_PORT_* | KAFKA_PORT | KAFKA_PORT_*) return 1 ;;
  esac
}

# Sets setting to the name of the setting in what is left of a variable without its prefix.
barnabas_name() {
  local name=${1,,}
  name=${name//_/.}
  name=${name//.../-}
  name=${name//../_}
  case $2 in
    KAFKA_CFG_)
      name=${name//sasl.ssl/sasl_ssl}
      name=${name//sasl.plaintext/sasl_plaintext}
      ;;
  esac
  setting=$name
}

# One line of a file; a value of several lines, however they end, stays one value.
barnabas_property() {
  local value=${2//$'\r\n'/$'\n'}
  value=${value//$'\r'/$'\n'}
  while [[ $value == *$'\n' ]]; do value=${value%$'\n'}; done
  printf '%s=%s\n' "$1" "${value//$'\n'/\\n}"
}

# The settings in the variables with this prefix; $2 stands before their names.
barnabas_variables() {
  local variable setting
  for variable in $(compgen -e "$1"); do
    if [[ $1 != KAFKA_ ]] || barnabas_is_setting "$variable"; then
      barnabas_name "${variable#"$1"}" "$1"
      barnabas_property "${2-}$setting" "${!variable}"
    fi
  done
}

barnabas_complain() {
  echo "barnabas: $*" >&2
  exit 1
}

barnabas_warn() {
  echo "barnabas: $*" >&2
}

# Fails unless the variable is set.
barnabas_ensure() {
  [[ -n ${!1-} ]] || barnabas_complain "environment variable $1 is not set: $2"
}

# Where a container keeps its data unless something says where: in the volume, or where another image would have and
# something is.
barnabas_data_dir() {
  local directory
  for directory in /tmp/kraft-combined-logs /tmp/kafka-logs; do
    if [[ -d ${BARNABAS_ROOT-}$directory ]]; then
      echo "$directory"
      return
    fi
  done
  echo /var/lib/kafka/data
}

# What holds unless the file or the variables say otherwise.
barnabas_defaults() {
  echo "# Written at every start of the container."
  echo "log.dirs=$1"
  echo "# Metrics, /health and /ready."
  echo "barnabas.http.listener=:9464"
}

barnabas_single_node() {
  echo "process.roles=broker,controller"
  echo "node.id=1"
  echo "offsets.topic.replication.factor=1"
  echo "transaction.state.log.replication.factor=1"
  echo "transaction.state.log.min.isr=1"
}

# A controller alone has nobody to tell an address.
barnabas_roles() {
  if [[ ${KAFKA_PROCESS_ROLES-} == controller && -n ${KAFKA_ADVERTISED_LISTENERS-} ]]; then
    barnabas_complain "KAFKA_ADVERTISED_LISTENERS is not for a controller: leave it out"
  fi
}

# Where only the advertised listeners are given, the broker listens on the same ports of all interfaces.
barnabas_listeners() {
  if [[ -z ${KAFKA_LISTENERS-} && -n ${KAFKA_ADVERTISED_LISTENERS-} && ${KAFKA_ADVERTISED_LISTENERS,,} != auto &&
    ${KAFKA_PROCESS_ROLES-} != controller ]]; then
    local listener all=
    local IFS=,
    for listener in $KAFKA_ADVERTISED_LISTENERS; do
      all+=${all:+,}${listener%%://*}://0.0.0.0:${listener##*:}
    done
    export KAFKA_LISTENERS=$all
  fi
}

# The content of a file among the secrets that a variable names, in another variable.
barnabas_secret() {
  barnabas_ensure "$1" "the name of a file in /etc/kafka/secrets, needed for TLS"
  local file=${BARNABAS_ROOT-}/etc/kafka/secrets/${!1}
  [[ -r $file ]] || barnabas_complain "environment variable $1 names ${!1}, but /etc/kafka/secrets has no such file"
  export "$2=$(<"$file")"
}

barnabas_store() {
  barnabas_ensure "$1" "the name of a file in /etc/kafka/secrets, needed for TLS"
  [[ -r ${BARNABAS_ROOT-}/etc/kafka/secrets/${!1} ]] ||
    barnabas_complain "environment variable $1 names ${!1}, but /etc/kafka/secrets has no such file"
  export "$2=/etc/kafka/secrets/${!1}"
}

# Stores and passwords by the names of their files, as apache/kafka and cp-kafka have it. Who gives them as settings needs
# no files.
barnabas_security() {
  local told=${KAFKA_ADVERTISED_LISTENERS-}
  if [[ $told == *SSL://* && -z ${KAFKA_SSL_KEYSTORE_LOCATION-}${KAFKA_SSL_KEYSTORE_KEY-} ]]; then
    barnabas_store KAFKA_SSL_KEYSTORE_FILENAME KAFKA_SSL_KEYSTORE_LOCATION
    barnabas_secret KAFKA_SSL_KEY_CREDENTIALS KAFKA_SSL_KEY_PASSWORD
    barnabas_secret KAFKA_SSL_KEYSTORE_CREDENTIALS KAFKA_SSL_KEYSTORE_PASSWORD
    if [[ ${KAFKA_SSL_CLIENT_AUTH-} == *require* || ${KAFKA_SSL_CLIENT_AUTH-} == *request* ]]; then
      barnabas_store KAFKA_SSL_TRUSTSTORE_FILENAME KAFKA_SSL_TRUSTSTORE_LOCATION
      barnabas_secret KAFKA_SSL_TRUSTSTORE_CREDENTIALS KAFKA_SSL_TRUSTSTORE_PASSWORD
    fi
  fi
}

# The file of apache/kafka. $1: the directory with the file that counts when nothing is mounted; $2: where files are
# mounted.
barnabas_apache() {
  barnabas_roles
  barnabas_listeners
  barnabas_security
  barnabas_defaults "$(barnabas_data_dir)"
  if [[ -f $2/server.properties ]]; then
    cat "$2/server.properties"
  else
    barnabas_single_node
    [[ ! -f $1/server.properties ]] || cat "$1/server.properties"
  fi
  echo
  barnabas_variables KAFKA_
}

# The file of cp-kafka.
barnabas_confluent() {
  local variable
  barnabas_roles
  for variable in KAFKA_ADVERTISED_HOST KAFKA_ADVERTISED_PORT KAFKA_HOST KAFKA_PORT; do
    # Kubernetes sets KAFKA_PORT for a service of the name kafka.
    if [[ -n ${!variable-} && ${!variable} != tcp://* ]]; then
      barnabas_complain "$variable is no setting any more: KAFKA_ADVERTISED_LISTENERS and KAFKA_LISTENERS take its place"
    fi
  done
  barnabas_listeners
  barnabas_security
  barnabas_defaults "${KAFKA_DATA_DIRS:-/var/lib/kafka/data}"
  barnabas_single_node
  barnabas_variables KAFKA_
  barnabas_variables CONFLUENT_SUPPORT_ confluent.support.
}

# Variables of bitnami/kafka that are taken from files: NAME_FILE.
barnabas_bitnami_files() {
  local variable file
  for variable in KAFKA_MOUNTED_CONF_DIR KAFKA_CLUSTER_ID KAFKA_KRAFT_CLUSTER_ID KAFKA_INITIAL_CONTROLLERS \
    KAFKA_SKIP_KRAFT_STORAGE_INIT KAFKA_CFG_SASL_ENABLED_MECHANISMS KAFKA_CLIENT_LISTENER_NAME KAFKA_OPTS KAFKA_HEAP_OPTS \
    KAFKA_INTER_BROKER_USER KAFKA_INTER_BROKER_PASSWORD KAFKA_CONTROLLER_USER KAFKA_CONTROLLER_PASSWORD \
    KAFKA_CERTIFICATE_PASSWORD KAFKA_TLS_TRUSTSTORE_FILE KAFKA_TLS_TYPE KAFKA_TLS_CLIENT_AUTH KAFKA_CLIENT_USERS \
    KAFKA_CLIENT_PASSWORDS JAVA_TOOL_OPTIONS; do
    file=${variable}_FILE
    if [[ -n ${!file-} && -r ${BARNABAS_ROOT-}${!file} ]]; then
      export "$variable=$(<"${BARNABAS_ROOT-}${!file}")"
    elif [[ -n ${!file-} ]]; then
      barnabas_warn "$file names ${!file}, which cannot be read: $variable is what it was"
    fi
  done
}

# Variables of bitnami/kafka whose values are what a command writes.
barnabas_bitnami_commands() {
  if [[ -n ${KAFKA_NODE_ID_COMMAND-} ]]; then
    KAFKA_CFG_NODE_ID=$(eval "$KAFKA_NODE_ID_COMMAND")
    export KAFKA_CFG_NODE_ID
  fi
  if [[ -n ${KAFKA_CONTROLLER_QUORUM_VOTERS_COMMAND-} ]]; then
    KAFKA_CFG_CONTROLLER_QUORUM_VOTERS=$(eval "$KAFKA_CONTROLLER_QUORUM_VOTERS_COMMAND")
    export KAFKA_CFG_CONTROLLER_QUORUM_VOTERS
  fi
}

# Scripts of others that bitnami/kafka runs before the first start.
barnabas_bitnami_scripts() {
  local script scripts=${BARNABAS_ROOT-}/docker-entrypoint-initdb.d done=${BARNABAS_ROOT-}/bitnami/kafka/.user_scripts_initialized
  [[ -d $scripts && ! -e $done ]] || return 0
  for script in "$scripts"/*.sh; do
    [[ -f $script ]] || continue
    if [[ -x $script ]]; then
      "$script" || barnabas_complain "$script failed"
    else
      # shellcheck disable=SC1090
      . "$script"
    fi
  done
  : >"$done" || barnabas_warn "$done cannot be written: the scripts in $scripts run again at the next start"
}

# The older names of some settings, without CFG, which count where both are set.
barnabas_bitnami_aliases() {
  local name
  barnabas_alias KAFKA_CFG_LOG_DIRS KAFKA_LOGS_DIRS
  barnabas_alias KAFKA_CFG_LOG_SEGMENT_BYTES KAFKA_SEGMENT_BYTES
  barnabas_alias KAFKA_CFG_MESSAGE_MAX_BYTES KAFKA_MAX_MESSAGE_BYTES
  barnabas_alias KAFKA_CLIENT_USERS KAFKA_BROKER_USER
  barnabas_alias KAFKA_CLIENT_PASSWORDS KAFKA_BROKER_PASSWORD
  for name in ADVERTISED_LISTENERS AUTO_CREATE_TOPICS_ENABLE BROKER_ID NODE_ID CONTROLLER_QUORUM_VOTERS PROCESS_ROLES \
    DEFAULT_REPLICATION_FACTOR DELETE_TOPIC_ENABLE INTER_BROKER_LISTENER_NAME LISTENERS LISTENER_SECURITY_PROTOCOL_MAP \
    LOG_DIRS LOG_FLUSH_INTERVAL_MESSAGES LOG_FLUSH_INTERVAL_MS LOG_MESSAGE_FORMAT_VERSION LOG_RETENTION_BYTES LOG_RETENTION_CHECK_INTERVALS_MS \
    LOG_RETENTION_HOURS LOG_SEGMENT_BYTES MESSAGE_MAX_BYTES NUM_IO_THREADS NUM_NETWORK_THREADS NUM_PARTITIONS \
    NUM_RECOVERY_THREADS_PER_DATA_DIR OFFSETS_TOPIC_REPLICATION_FACTOR SOCKET_RECEIVE_BUFFER_BYTES \
    SOCKET_REQUEST_MAX_BYTES SOCKET_SEND_BUFFER_BYTES SSL_ENDPOINT_IDENTIFICATION_ALGORITHM \
    TRANSACTION_STATE_LOG_MIN_ISR TRANSACTION_STATE_LOG_REPLICATION_FACTOR ZOOKEEPER_CONNECT; do
    barnabas_alias "KAFKA_CFG_$name" "KAFKA_$name"
  done
  : "${KAFKA_CLUSTER_ID:=${KAFKA_KRAFT_CLUSTER_ID-}}"
}

barnabas_alias() {
  if [[ -n ${!2+set} ]]; then export "$1=${!2}"; fi
}

# The stores of bitnami/kafka, at their usual places.
barnabas_bitnami_stores() {
  local certs=/opt/bitnami/kafka/config/certs kind=${KAFKA_TLS_TYPE:-JKS}
  local end=jks
  [[ $kind == JKS || $kind == PEM ]] || barnabas_complain "KAFKA_TLS_TYPE is $kind: expected JKS or PEM"
  [[ $kind != PEM ]] || end=pem
  [[ -f ${BARNABAS_ROOT-}$certs/kafka.keystore.$end ]] || certs=$1/certs
  local trusted=${KAFKA_TLS_TRUSTSTORE_FILE:-$certs/kafka.truststore.$end}
  [[ -f ${BARNABAS_ROOT-}$certs/kafka.keystore.$end ]] ||
    barnabas_complain "a listener uses TLS, but there is no kafka.keystore.$end in $certs: mount it there"
  barnabas_property ssl.keystore.type "$kind"
  barnabas_property ssl.truststore.type "$kind"
  if [[ $kind == PEM ]]; then
    barnabas_property ssl.keystore.certificate.chain "$(<"${BARNABAS_ROOT-}$certs/kafka.keystore.pem")"
    barnabas_property ssl.keystore.key "$(<"${BARNABAS_ROOT-}$certs/kafka.keystore.key")"
    [[ ! -f ${BARNABAS_ROOT-}$trusted ]] ||
      barnabas_property ssl.truststore.certificates "$(<"${BARNABAS_ROOT-}$trusted")"
  else
    barnabas_property ssl.keystore.location "$certs/kafka.keystore.jks"
    [[ ! -f ${BARNABAS_ROOT-}$trusted ]] || barnabas_property ssl.truststore.location "$trusted"
    if [[ -n ${KAFKA_CERTIFICATE_PASSWORD-} ]]; then
      barnabas_property ssl.keystore.password "$KAFKA_CERTIFICATE_PASSWORD"
      barnabas_property ssl.truststore.password "$KAFKA_CERTIFICATE_PASSWORD"
    fi
  fi
  if [[ -n ${KAFKA_CERTIFICATE_PASSWORD-} ]]; then
    barnabas_property ssl.key.password "$KAFKA_CERTIFICATE_PASSWORD"
  fi
  barnabas_property ssl.client.auth "${KAFKA_TLS_CLIENT_AUTH:-required}"
}

# Who may log in to a listener of bitnami/kafka.
barnabas_bitnami_users() {
  local listener=${1,,} mechanism i
  local -a mechanisms users passwords
  IFS=', ' read -r -a mechanisms <<<"$2"
  IFS=',; ' read -r -a users <<<"${KAFKA_CLIENT_USERS:-user}"
  IFS=',; ' read -r -a passwords <<<"${KAFKA_CLIENT_PASSWORDS:-bitnami}"
  if [[ ${#users[@]} != "${#passwords[@]}" ]]; then
    barnabas_complain "KAFKA_CLIENT_USERS has ${#users[@]} names, but KAFKA_CLIENT_PASSWORDS ${#passwords[@]} passwords: give one for each"
  fi
  if [[ $1 == "${KAFKA_CFG_INTER_BROKER_LISTENER_NAME:-INTERNAL}" ]]; then
    users+=("${KAFKA_INTER_BROKER_USER:-user}")
    passwords+=("${KAFKA_INTER_BROKER_PASSWORD:-bitnami}")
  fi
  for mechanism in "${mechanisms[@]}"; do
    if [[ $mechanism == PLAIN ]]; then
      local jaas="org.apache.kafka.common.security.plain.PlainLoginModule required"
      for i in "${!users[@]}"; do jaas+=" user_${users[i]}=\"${passwords[i]}\""; done
      barnabas_property "listener.name.$listener.plain.sasl.jaas.config" "$jaas;"
    elif [[ $mechanism == SCRAM-* ]]; then
      barnabas_property "listener.name.$listener.${mechanism,,}.sasl.jaas.config" \
        "org.apache.kafka.common.security.scram.ScramLoginModule required;"
    fi
  done
}

# The file of bitnami/kafka. $1: where files are mounted.
barnabas_bitnami() {
  barnabas_defaults /bitnami/kafka/data
  if [[ -f ${BARNABAS_ROOT-}$1/server.properties ]]; then
    cat "${BARNABAS_ROOT-}$1/server.properties"
    return
  fi
  barnabas_single_node
  local map=${KAFKA_CFG_LISTENER_SECURITY_PROTOCOL_MAP-} listeners=${KAFKA_CFG_LISTENERS-} pair authentication tls= sasl=
  local -a pairs
  [[ -n $map ]] || map=PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
  local mechanisms=${KAFKA_CFG_SASL_ENABLED_MECHANISMS:-PLAIN,SCRAM-SHA-256,SCRAM-SHA-512}
  IFS=', ' read -r -a pairs <<<"$map"
  for pair in "${pairs[@]}"; do
    [[ ,$listeners == *,"${pair%%:*}"://* && ,${KAFKA_CFG_CONTROLLER_LISTENER_NAMES-}, != *,"${pair%%:*}",* ]] || continue
    case ${pair#*:} in
      *SSL)
        tls=yes
        authentication=KAFKA_TLS_${pair%%:*}_CLIENT_AUTH
        authentication=${authentication^^}
        # A name with a dash is no variable.
        if [[ $authentication =~ ^[A-Z0-9_]+$ && -n ${!authentication-} ]]; then
          authentication=${!authentication}
          local listener=${pair%%:*}
          barnabas_property "listener.name.${listener,,}.ssl.client.auth" "$authentication"
        fi
        ;;
    esac
    case ${pair#*:} in
      SASL_*)
        sasl=yes
        barnabas_bitnami_users "${pair%%:*}" "$mechanisms"
        ;;
    esac
  done
  [[ -z $tls ]] || barnabas_bitnami_stores "$1"
  [[ -z $sasl ]] || barnabas_property sasl.enabled.mechanisms "$mechanisms"
  barnabas_variables KAFKA_CFG_
}

# Users of SCRAM are there from the first start on. $1: the broker's file.
barnabas_bitnami_format() {
  local directories mechanisms between mechanism i
  directories=$(barnabas_value "$1" log.dirs)
  mechanisms=$(barnabas_value "$1" sasl.enabled.mechanisms)
  between=$(barnabas_value "$1" sasl.mechanism.inter.broker.protocol)
  [[ -z ${KAFKA_INITIAL_CONTROLLERS-} ]] || barnabas_warn "KAFKA_INITIAL_CONTROLLERS has no effect: this node is the quorum"
  if [[ ${KAFKA_SKIP_KRAFT_STORAGE_INIT-} == true || -e ${BARNABAS_ROOT-}${directories%%,*}/meta.properties || $mechanisms != *SCRAM* ]]; then
    return
  fi
  local -a users passwords arguments=()
  IFS=',; ' read -r -a users <<<"${KAFKA_CLIENT_USERS:-user}"
  IFS=',; ' read -r -a passwords <<<"${KAFKA_CLIENT_PASSWORDS:-bitnami}"
  for mechanism in SCRAM-SHA-256 SCRAM-SHA-512; do
    [[ $mechanisms == *"$mechanism"* ]] || continue
    for i in "${!users[@]}"; do
      arguments+=(--add-scram "$mechanism=[name=${users[i]},password=${passwords[i]}]")
    done
  done
  if [[ $between == SCRAM-* && " ${users[*]} " != *" ${KAFKA_INTER_BROKER_USER:-user} "* ]]; then
    arguments+=(--add-scram "$between=[name=${KAFKA_INTER_BROKER_USER:-user},password=${KAFKA_INTER_BROKER_PASSWORD:-bitnami}]")
  fi
  local storage=${BARNABAS_ROOT-}/opt/kafka/bin/kafka-storage.sh
  export BARNABAS_SETTINGS=file
  [[ -n $CLUSTER_ID ]] || CLUSTER_ID=$("$storage" random-uuid)
  "$storage" format --cluster-id "$CLUSTER_ID" --config "$1" "${arguments[@]}"
}

# The last value of a setting in a file.
barnabas_value() {
  local line found=
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line =~ ^[[:space:]]*${2//./\\.}[[:space:]]*[=:][[:space:]]*(.*)$ ]]; then found=${BASH_REMATCH[1]}; fi
  done <"$1"
  printf %s "$found"
}

# A directory keeps the cluster it belongs to, whatever CLUSTER_ID says: Apache Kafka's image leaves alone what is
# formatted.
barnabas_cluster() {
  local directories
  directories=$(barnabas_value "$1" log.dirs)
  if [[ -e ${directories%%,*}/meta.properties ]]; then unset CLUSTER_ID; fi
}

# Becomes the broker. $1: its file.
barnabas_launch() {
  barnabas_cluster "$1"
  local opts=${BARNABAS_OPTS-} pair
  if [[ -n ${KAFKA_LOG4J_ROOT_LOGLEVEL-} ]]; then opts+=" -Dbarnabas.log.root=$KAFKA_LOG4J_ROOT_LOGLEVEL"; fi
  local -a loggers
  IFS=', ' read -r -a loggers <<<"${KAFKA_LOG4J_LOGGERS-}"
  for pair in "${loggers[@]}"; do opts+=" -Dbarnabas.log.${pair%%=*}=${pair#*=}"; done
  if [[ -n ${KAFKA_JMX_PORT-} && -z ${KAFKA_JMX_HOSTNAME-} ]]; then
    KAFKA_JMX_HOSTNAME=$(hostname -i 2>/dev/null) || KAFKA_JMX_HOSTNAME=
    export KAFKA_JMX_HOSTNAME=${KAFKA_JMX_HOSTNAME%% *}
  fi
  export BARNABAS_OPTS=$opts BARNABAS_SETTINGS=file BARNABAS_FILE=$1
  exec "${BARNABAS_ROOT-}/opt/kafka/bin/kafka-server-start.sh" "$1"
}

# Puts what a function writes into a file, or beside the data of temporary files where that cannot be written. Sets
# BARNABAS_FILE. $1: the file; the rest: the function.
barnabas_write() {
  BARNABAS_FILE=$1
  shift
  local text
  text=$("$@") || exit 1
  if [[ $'\n'$text != *$'\n'advertised.listeners=* || $text == *$'\n'advertised.listeners=auto* ]]; then
    text="# Who comes through a published port is told the port they know.
barnabas.advertised.forwards=gateway=localhost:published
$text"
  fi
  mkdir -p "${BARNABAS_FILE%/*}" 2>/dev/null
  if ! printf '%s\n' "$text" 2>/dev/null >"$BARNABAS_FILE"; then
    BARNABAS_FILE=${TMPDIR:-/tmp}/server.properties
    printf '%s\n' "$text" >"$BARNABAS_FILE"
  fi
  export BARNABAS_FILE
}
