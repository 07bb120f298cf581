#!/bin/sh
# Makes this server a standby of the primary at HOST: a copy of all its data, kept up to date.
#   standby.sh HOST [PORT]         HOST may be a folder of sockets
# What this server held is moved aside. Idempotent: a standby that streams is left as it is.
# Where it has been a primary, the one at HOST must be the only one left (promote.sh).
. "$(dirname -- "$0")/settings.sh"

host=${1:?"standby.sh HOST [PORT]"}
port=${2:-5432}
[ -s "$SECRETS/office_replication.pgpass" ] || fail "Copy $SECRETS from the primary first."

streams="SELECT pg_is_in_recovery() AND EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming'
    AND sender_host = '$host' AND sender_port = $port)"
if [ "$(ask "$streams" 2>/dev/null || true)" = t ]; then
    say "This is a standby of $host already."
    exit 0
fi

new=$PG_DATA.new
rm -rf "$new"
primary="host=$host port=$port user=office_replication application_name=$STANDBY"
primary="$primary passfile=$SECRETS/office_replication.pgpass connect_timeout=10"
primary="$primary sslmode=$(case $host in /*) echo prefer ;; *) echo require ;; esac)"
"$PG_BIN/pg_basebackup" --dbname "$primary" --pgdata "$new" --slot "$STANDBY" --wal-method stream \
    --checkpoint fast --write-recovery-conf
set_aside
mv "$new" "$PG_DATA"
server start
wait_until "$streams" "the standby to stream from $host"
say "This is a standby of $host. On the primary, now: synchronous.sh on"
