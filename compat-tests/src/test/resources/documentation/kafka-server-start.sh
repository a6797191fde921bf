#!/usr/bin/env bash
[[ ${1-} != -daemon ]] || shift
exec "$DESK/bin/barnabas" start "$@"
