#!/usr/bin/env bash
# To be sourced: pip_for_windows PYTHON COMMAND … has the pip of a Linux Python take wheels for the
# Windows Python that make_python.sh makes; each by its hash, and no package that is not named.
pip_for_windows() {
    "$1" -m pip "${@:2}" -qq --disable-pip-version-check --no-deps --require-hashes \
        --only-binary=:all: --platform win_amd64 --python-version 3.11 --implementation cp
}
