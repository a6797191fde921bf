#!/usr/bin/env bash
# Stops what was started at this desk, and nobody else's; returns when it has ended.
is_alive() { [[ $(ps -o stat= -p "$1") == [!Z]* ]]; }
while read -r pid; do
  is_alive "$pid" || continue
  kill "$pid"
  while is_alive "$pid"; do sleep 0.1; done
done <"$DESK/.pids"
: >"$DESK/.pids"
