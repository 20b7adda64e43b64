#!/usr/bin/env bash
# Sees to the Debian packages that the installers are built with: system_packages.sh linux|windows.
# As root it installs what is missing; otherwise it prints the one line to copy and fails.
set -euo pipefail

system=${1:?system_packages.sh linux|windows}
# Each with the command that tells that it is there, whichever package that has come from.
wanted=(npm:npm)
case $system in
    linux) wanted+=(gcc:gcc g++:g++ readelf:binutils dpkg-deb:dpkg) ;;
    windows) wanted+=(makensis:nsis wine:wine x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64) ;;
    *) echo "system_packages.sh: linux or windows, not $system" >&2 && exit 2 ;;
esac
missing=()
for each in "${wanted[@]}"; do
    command -v "${each%%:*}" >/dev/null || missing+=("${each#*:}")
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
