#!/bin/sh
# PostgreSQL's archive_command: keeps a finished piece of WAL. Whole or not at all, and never in place of another one.
#   archive-wal.sh FILE TARGET
set -eu
umask 077

if [ -e "$2" ]; then
    cmp -s "$1" "$2" && exit 0    # kept before a crash that made the server forget so
    echo "another file is kept as $2 already" >&2
    exit 1
fi
cp "$1" "$2.unfinished"
sync "$2.unfinished"
mv "$2.unfinished" "$2"
sync "$(dirname -- "$2")"
