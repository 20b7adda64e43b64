#!/usr/bin/env bash
# Runs, in the Windows Python, the tests of all that Windows may do otherwise:
# run_tests.sh FOLDER [ARGUMENT OF PYTEST…]. FOLDER is what make_python.sh has made. Paths among the
# arguments take the place of the choice below.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$(realpath "$1")
shift
cd "$here/../.."

# All that stands on files, processes, sockets, dates and texts; of the window what stands on Qt's own
# code for Windows. The pages themselves are drawn as on Linux. The rest of the tests is of the
# set-up, the pictures and the servers of Debian.
suites=(
    tests/core tests/storage tests/services tests/server tests/cli tests/flows
    tests/ui/backups tests/ui/base tests/ui/export tests/ui/help tests/ui/look tests/ui/paper
    tests/ui/settings tests/ui/window
    tests/packing/test_bundle.py tests/i18n/test_compiled.py tests/test_dataclass.py tests/i18n/test_i18n.py
    tests/test_layers.py tests/test_markup.py tests/test_noise.py
)
for argument in "$@"; do
    [ ! -e "${argument%%::*}" ] || suites=()
done
# A test that stands still says where, and its worker makes room for another.
exec "$here/run_python.sh" "$folder" -m pytest -p no:cacheprovider \
    -o faulthandler_timeout=900 -o faulthandler_exit_on_timeout=true "${suites[@]}" "$@"
