#!/bin/sh
# Copies all that the calendar service keeps into a folder, and drops copies older than two weeks.
# A copy has its name only once it is whole. What the service knows stands in the environment:
# ZIMMERFREI_RELAY_DATABASE (PostgreSQL, or the path of a file) and ZIMMERFREI_DATA_DIR.
# Where the database is in a container, more arguments say how a command is run there:
#   backup.sh /var/backups/zimmerfrei-relay docker compose exec -T database
set -eu

into=${1:?the folder for the copies}
shift
python=${ZIMMERFREI_PYTHON:-/opt/zimmerfrei/bin/python}
database=${ZIMMERFREI_RELAY_DATABASE:-}
umask 077
mkdir -p "$into"
copy=$into/relay-$(date -u +%Y%m%d-%H%M%S)
part=$copy.part
trap 'rm -f "$part"' EXIT

kind=${1:+in a container}
case ${kind:-$database} in
    'in a container')
        "$@" pg_dump --username relay --format=custom relay >"$part" </dev/null
        mv "$part" "$copy.dump"
        ;;
    postgresql://* | postgres://*)
        # The address, which holds a password, goes on in the environment: any user of the machine
        # may read arguments.
        RELAY_ADDRESS=$database "$python" -c '
import os, subprocess, sys
from psycopg.conninfo import conninfo_to_dict
names = {"user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT",
         "dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
said = conninfo_to_dict(os.environ.pop("RELAY_ADDRESS"))
os.environ.update({names[name]: str(value) for name, value in said.items() if name in names})
sys.exit(subprocess.call(["pg_dump", "--format=custom", "--file", sys.argv[1]]))
' "$part"
        mv "$part" "$copy.dump"
        ;;
    *)
        file=${database#sqlite:///}
        file=${file:-${ZIMMERFREI_DATA_DIR:?}/zimmerfrei-relay.db}
        # SQLite copies it while the service goes on; then the copy is proven sound.
        "$python" -c '
import sqlite3, sys
from contextlib import closing
from pathlib import Path
with (
    closing(sqlite3.connect(Path(sys.argv[1]).absolute().as_uri() + "?mode=ro", uri=True)) as one,
    closing(sqlite3.connect(sys.argv[2])) as other,
):
    one.backup(other)
    other.execute("PRAGMA journal_mode = DELETE")
    if other.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        sys.exit("the copy is not sound; look at the database")
' "$file" "$part"
        mv "$part" "$copy.db"
        ;;
esac
find "$into" -name 'relay-*' -type f -mtime +14 -delete
