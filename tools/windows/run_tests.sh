#!/usr/bin/env bash
# Runs, in the Windows Python, the tests of all that Windows may do otherwise:
# run_tests.sh FOLDER [ARGUMENT OF PYTEST…]. FOLDER is what make_python.sh has made. Paths among the
# arguments take the place of the choice below.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$(realpath "$1")
shift
cd "$here/../.."

# The window's suites are chosen: what stands on processes, files, printing, Qt's own platform code.
# The others test the same drawing as on Linux.
suites=(
    tests/core tests/storage tests/services tests/server tests/cli
    tests/test_bundle.py tests/test_compiled.py tests/test_dataclass.py tests/test_i18n.py
    tests/test_layers.py tests/test_markup.py tests/test_noise.py
)
for argument in "$@"; do
    [ ! -e "${argument%%::*}" ] || suites=()
done
exec "$here/run_python.sh" "$folder" -m pytest -p no:cacheprovider "${suites[@]}" "$@"
