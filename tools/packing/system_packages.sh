#!/usr/bin/env bash
# Sees to the Debian packages that the installers are built with: system_packages.sh linux|windows.
# As root it installs what is missing; otherwise it prints the one line to copy and fails.
set -euo pipefail

system=${1:?system_packages.sh linux|windows}
# Each with the command or file that tells that it is there, whatever that has come from.
wanted=(npm:npm)
case $system in
    linux)
        libraries=/usr/lib/$(uname -m)-linux-gnu
        wanted+=(gcc:gcc nm:binutils dpkg-deb:dpkg)
        wanted+=("$libraries/liblapack64_pic.a:liblapack64-dev")
        wanted+=("$libraries/blas64/libblas64.a:libblas64-dev")
        ;;
    windows) wanted+=(makensis:nsis) ;;
    *) echo "system_packages.sh: linux or windows, not $system" >&2 && exit 2 ;;
esac
missing=()
for each in "${wanted[@]}"; do
    there=${each%%:*}
    command -v "$there" >/dev/null || [ -e "$there" ] || missing+=("${each#*:}")
done
[ ${#missing[@]} -gt 0 ] || exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "Some packages of your system are missing. Copy this line, then try again:" >&2
    echo "sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
echo "Installing: ${missing[*]}"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    >/dev/null
