#!/bin/sh
# Keeps a base backup under $KEPT/base, checks it, and lets go of what is older than $KEEP_DAYS days (default: 30).
# With the WAL archive beside it restore.sh brings back any moment since the oldest one. Run it once a day.
# It holds everything that the database holds, names too: $KEPT belongs on an encrypted disk, and a copy elsewhere.
. "$(dirname -- "$0")/settings.sh"

if [ "$(ask 'SELECT pg_is_in_recovery()')" = t ]; then
    say "A standby: the primary keeps the backups."
    exit 0
fi
mkdir -p "$KEPT/base"
unfinished=$KEPT/base/.$(date -u +%Y%m%dT%H%M%SZ)
"$PG_BIN/pg_basebackup" --dbname "dbname=postgres" --pgdata "$unfinished" --wal-method stream --checkpoint fast
"$PG_BIN/pg_verifybackup" --quiet "$unfinished"
name=$(date -u +%Y%m%dT%H%M%S.%3NZ)    # when it ended: it brings back any moment after
mv "$unfinished" "$KEPT/base/$name"
sync "$KEPT/base"

find "$KEPT/base" -mindepth 1 -maxdepth 1 -name '.2*' -mtime +1 -exec rm -rf {} +    # of backups that were cut
find "$KEPT/base" -mindepth 1 -maxdepth 1 -name '2*' -mtime "+${KEEP_DAYS:-30}" ! -name "$name" -exec rm -rf {} +
oldest=$(find "$KEPT/base" -mindepth 1 -maxdepth 1 -name '2*' | sort | head -n 1)
first=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]*\))$/\1/p' "$oldest/backup_label")
"$PG_BIN/pg_archivecleanup" "$KEPT/wal" "$first"
say "$KEPT/base/$name"
