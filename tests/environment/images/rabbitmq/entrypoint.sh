#!/bin/sh
# Runs the server as its own user. RABBITMQ_DEFAULT_USER, _PASS and _VHOST are read by the server itself.
set -eu

for refused in RABBITMQ_DEFAULT_USER_FILE RABBITMQ_DEFAULT_PASS_FILE; do
  eval "value=\${$refused:-}"
  if [ -n "$value" ]; then echo "error: $refused is set but deprecated" >&2; exit 1; fi
done

if [ "${1-}" = rabbitmq-server ] && [ "$(id -u)" = 0 ]; then
  cookie=$HOME/.erlang.cookie
  # A tool that comes as root before the server would leave a cookie that the server can't read: so it is there from the start.
  if [ ! -s "$cookie" ]; then od -An -N16 -tx1 /dev/urandom | tr -d ' \n' > "$cookie"; fi
  chmod 400 "$cookie"
  find "$HOME" ! -user rabbitmq -exec chown rabbitmq:rabbitmq {} +
  exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "$0" "$@"
fi

exec "$@"
