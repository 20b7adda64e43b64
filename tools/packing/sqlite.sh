#!/usr/bin/env bash
# Makes the SQLite of the bundles: sqlite.sh linux|windows FOLDER. FOLDER then holds libsqlite3.so.0
# or sqlite3.dll; what is there already and whole is left alone.
#
# Debian's SQLite and the one of python.org's Python are of the versions whose log may lose changes.
# The sources are the ones that a package of npm brings along, pinned by the digests of the files:
# what else the package holds is neither run nor kept.
set -euo pipefail

system=${1:?sqlite.sh linux|windows FOLDER}
folder=$(realpath -m "${2:?sqlite.sh linux|windows FOLDER}")
case $system in
    linux) library=libsqlite3.so.0 compiler=${CC:-gcc} ;;
    windows) library=sqlite3.dll compiler=x86_64-w64-mingw32-gcc ;;
    *) echo "sqlite.sh: linux or windows, not $system" >&2 && exit 2 ;;
esac
package=better-sqlite3@12.11.1
pins='60d2f39a3726cd6b9021da6f4e868608d66fbb6528a9f513dc8ffcc640493422  sqlite3.c
9e69a1353a4288450b0d5239ede11fc7f1f4c8e5eb07491fc8317eacb5b7de7e  sqlite3.h'
# Of Debian's options those that the program or Python's module lean on: names of columns, deleted
# texts that are overwritten (guests' names are), long lists of values, file: addresses.
options=(
    -DSQLITE_THREADSAFE=1 -DSQLITE_USE_URI=1 -DSQLITE_SECURE_DELETE=1
    -DSQLITE_MAX_VARIABLE_NUMBER=250000 -DSQLITE_ENABLE_COLUMN_METADATA
    -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_UNLOCK_NOTIFY
    -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -DSQLITE_SOUNDEX
)

# What it was made of says whether it is whole and of today.
recipe=$(sha256sum "${BASH_SOURCE[0]}" | cut -d ' ' -f 1)
[ "$(cat "$folder/made-by" 2>/dev/null)" != "$recipe" ] || [ ! -s "$folder/$library" ] || exit 0

if ! command -v npm >/dev/null; then
    echo "The sources of SQLite come by npm, which is missing here: apt-get install npm" >&2
    exit 1
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-sqlite.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
npm pack --silent --ignore-scripts "$package" >/dev/null
tar --extract --gzip --strip-components=3 --file ./*.tgz \
    package/deps/sqlite3/sqlite3.c package/deps/sqlite3/sqlite3.h
sha256sum --check --strict --quiet <<<"$pins"

case $system in
    linux)
        "$compiler" -O2 -fPIC -shared -DHAVE_USLEEP=1 -DHAVE_ISNAN=1 "${options[@]}" sqlite3.c \
            -Wl,-soname,$library -Wl,-z,relro,-z,now -s -lm -lpthread -ldl -o $library
        ;;
    windows)
        "$compiler" -O2 -shared '-DSQLITE_API=__declspec(dllexport)' "${options[@]}" sqlite3.c \
            -static-libgcc -s -o $library
        ;;
esac
mkdir -p "$folder"
mv $library "$folder/$library"
echo "$recipe" >"$folder/made-by"
