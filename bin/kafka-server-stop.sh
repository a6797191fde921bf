#!/bin/sh
# For scripts that have Apache Kafka's: tells the brokers of this machine to stop, all of them or the one with
# --node-id=N. --process-role is understood: every Barnabas is both, broker and controller.
set -u
node=
for argument in "$@"; do
  case $argument in
    --node-id=*) node=${argument#--node-id=} ;;
    --process-role=broker | --process-role=controller) ;;
    *)
      echo "usage: $(basename "$0") [--process-role=broker|controller | --node-id=N]" >&2
      exit 1
      ;;
  esac
done

# The processes there are, each with its command line; without ps, which small images lack, as the kernel tells them.
processes() {
  if command -v ps >/dev/null; then
    ps -eo pid=,args=
    return
  fi
  for directory in /proc/[0-9]*; do
    arguments=$(tr '\0' ' ' 2>/dev/null <"$directory/cmdline") || continue
    echo "${directory#/proc/} $arguments"
  done
}

# The node.id of a broker: on its command line, or in the file named behind "start"; 1 where neither says.
node_of() {
  found=
  previous=
  for word in $(processes | sed -n "s/^ *$1 //p"); do
    case $previous:$word in
      --override:node.id=*) found=${word#node.id=} && break ;;
      start:*)
        case $word in
          /*) file=$word ;;
          *) file=$(readlink "/proc/$1/cwd" 2>/dev/null)/$word ;;
        esac
        if [ -r "$file" ]; then
          found=$(sed -n 's/^[[:space:]]*node\.id[[:space:]]*=[[:space:]]*\([0-9]*\).*/\1/p' "$file" | tail -n 1)
        fi
        ;;
    esac
    previous=$word
  done
  echo "${found:-1}"
}

stopped=
for pid in $(processes | awk '/io\.barnabas\.server\.cli\.Main start/ {print $1}'); do
  if [ -z "$node" ] || [ "$(node_of "$pid")" = "$node" ]; then
    kill -s TERM "$pid" && stopped=yes
  fi
done
if [ -z "$stopped" ]; then
  echo "No kafka server to stop" >&2
  exit 1
fi
