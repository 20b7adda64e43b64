#!/usr/bin/env bash
# Sees to the few Debian packages that Python, Qt and fonts need, with the word "tests" also to
# those of the tests, with "windows" to what makes and runs a Windows Python, with "bench" to what
# asks a server as fast as it can: system_packages.sh [PYTHON [tests] [windows] [bench]].
# As root it installs what is missing; otherwise it prints the one line to copy and fails. Says
# nothing and needs no network where all is there, and leaves systems without dpkg alone.
set -euo pipefail

python=${1:-python3}
purposes=" ${*:2} "
for_purpose() { [[ $purposes == *" $1 "* ]]; }

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Zimmerfrei needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2
    exit 1
fi
command -v dpkg-query >/dev/null || exit 0

# What Qt's platform plugins link to.
wanted=(
    libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libopengl0 libwayland-cursor0
    libwayland-egl1 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1
    libxkbcommon-x11-0 libxkbcommon0
)
# The window's font, other scripts and emoji in guests' names, time zones.
wanted+=(fonts-inter fonts-noto-core fonts-noto-color-emoji tzdata)
# What shows the page for websites and what drives it (its Node.js links to libatomic), what reads
# printed pages, and a screen where there is none.
! for_purpose tests || wanted+=(chromium libatomic1 poppler-utils xauth xvfb)
# Wine, a compiler for what Windows programs need there, and what proves a Windows signature.
! for_purpose windows || wanted+=(ca-certificates gcc-mingw-w64-x86-64 osslsigncode unzip wine wine64)
! for_purpose bench || wanted+=(wrk)
# Servers that calendars are put on: tests run them for themselves. Those that are missing are
# skipped there, so nobody has to copy a line for them.
if for_purpose tests && [ "$(id -u)" -eq 0 ]; then
    wanted+=(apache2-bin libapache2-mod-php libnginx-mod-http-dav-ext nginx-light openssh-server)
    # What counts readers there, and what stands in front of `serve` on a server.
    wanted+=(caddy pebble php-cli)
    # Where a calendar service for many owners keeps its data.
    wanted+=(postgresql)
    # Debian lets only one FTP server in; somebody's own one stays.
    dpkg-query --show --showformat='${db:Status-Status} ${Provides}\n' |
        grep -q '^installed .*\bftp-server\b' || wanted+=(vsftpd)
fi

# Ubuntu 24.04 and Debian 13 add "t64" to the names of some libraries; apt finds those by the old
# name as well.
installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' \
    "${wanted[@]}" "${wanted[@]/%/t64}" 2>/dev/null | sed -n 's/^installed //p' | sed 's/t64$//') ||
    true
missing=()
for package in "${wanted[@]}"; do
    grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    case $(basename "$python") in
        python3.*) missing+=("$(basename "$python")-venv") ;;
        *) missing+=(python3-venv) ;;
    esac
fi
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "Some packages of your system are missing. Copy this line, then try again:" >&2
    echo "sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
# No server may start on somebody's machine because its package has come, neither now
# (https://www.debian.org/doc/debian-policy/ch-opersys.html#invoke-rc-d) nor with the system.
policy=/usr/sbin/policy-rc.d
if for_purpose tests && [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
for package in "${missing[@]}"; do
    case $package in
        nginx-light) update-rc.d nginx disable ;;
        openssh-server) update-rc.d ssh disable ;;
        vsftpd) update-rc.d vsftpd disable ;;
        postgresql) update-rc.d postgresql disable ;;
        # It has no script of the older kind, which update-rc.d looks for.
        caddy) deb-systemd-helper disable caddy.service >/dev/null ;;
    esac
done
