#!/bin/sh
# Lets head office and the other server in, by password (SCRAM), from the networks named; over a network by TLS only.
#   access.sh [NETWORK ...]        for example: access.sh 192.0.2.0/24
# Our lines come before what pg_hba.conf had; running it again replaces them.
. "$(dirname -- "$0")/settings.sh"

begin='# pos-app-office: begin' end='# pos-app-office: end'
file=$(ask 'SHOW hba_file')
new=$(mktemp "$file.XXXXXX")
{
    say "$begin"
    say "local   $DATABASE  office                             scram-sha-256"
    say "local   replication  office_replication               scram-sha-256"
    for network in "$@"; do
        say "hostssl $DATABASE  office              $network  scram-sha-256"
        say "hostssl replication  office_replication  $network  scram-sha-256"
    done
    say "$end"
    sed "/^$begin\$/,/^$end\$/d" "$file"
} >"$new"
chmod 640 "$new"
mv "$new" "$file"
ask 'SELECT pg_reload_conf()' >/dev/null
say "Access is set in $file."
