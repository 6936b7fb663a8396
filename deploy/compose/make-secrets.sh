#!/bin/sh
# Makes the secrets of a compose installation on its first start and keeps them: the servers take theirs only when their volumes are
# new. A signing key from the environment (Auth__SigningKey) wins over the one that was made.
set -eu
umask 077
cd /secrets

random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# keep FILE VALUE: writes it unless there is one. A start that was cut off must not leave half a secret.
keep() {
  [ -s "$1" ] || { printf %s "$2" > "$1.new" && mv "$1.new" "$1"; }
}

mkdir -p postgres rabbitmq services
keep postgres/password "$(random 24)"
keep rabbitmq/password "$(random 24)"
postgres=$(cat postgres/password)
rabbitmq=$(cat rabbitmq/password)

keep rabbitmq/rabbitmq.conf "default_user = storepush
default_pass = $rabbitmq
"

# A file for each key, named like the environment variable it stands for.
if [ -n "${Auth__SigningKey:-}" ]; then rm -f services/Auth__SigningKey; fi
keep services/Auth__SigningKey "${Auth__SigningKey:-$(random 32)}"
keep services/Broker__Url "amqp://storepush:$rabbitmq@rabbitmq:5672/"
keep services/Database__ConnectionString "Host=postgres;Username=storepush;Password=$postgres;Database=storepush"

# PostgreSQL's start script reads its file as root, the services theirs as the .NET images' user. RabbitMQ's id differs between images:
# its file is open to whoever has this volume, which is only the services, and they know the password anyway.
chmod 755 . rabbitmq
chmod 444 rabbitmq/rabbitmq.conf
chown -R 1654:1654 services
