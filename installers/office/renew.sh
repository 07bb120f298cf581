#!/bin/sh
# One process after the other, so that one always serves; nginx then reads the certificate that they renewed.
set -eu

for socket in /run/pos-app-office/*.sock; do
    name=$(basename "$socket" .sock)
    systemctl restart "pos-app-office@$name.service"
    tries=0
    until curl --silent --fail --unix-socket "$socket" http://localhost/health >/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 60 ] || { echo "process $name does not answer" >&2; exit 1; }
        sleep 1
    done
done
systemctl reload nginx.service
