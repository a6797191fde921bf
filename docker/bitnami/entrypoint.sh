#!/usr/bin/env bash
# The entry point of bitnami/kafka: runs what it is told to.
exec "$@"
