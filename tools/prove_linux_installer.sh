#!/usr/bin/env bash
# Proves on a bare Debian that the package which `make installer` has made is enough:
# prove_linux_installer.sh SUITE [DEB], DEB the one in dist/ by default. It is installed by apt, its
# command answers, its window opens on a screen, it serves a link; installed over itself it keeps the
# data, and removed it leaves nothing behind but that. The archive runs there as well.
set -euo pipefail

suite=${1:?prove_linux_installer.sh SUITE [DEB]}
repository=$(cd "$(dirname "$0")/.." && pwd)
package=$(realpath "${2:-$(ls "$repository"/dist/zimmerfrei_*.deb)}")
archive=$(ls "$(dirname "$package")"/zimmerfrei-*-linux-*.tar.gz)
# shellcheck source=tools/bare_root.sh
. "$repository/tools/bare_root.sh"
need_mmdebstrap

scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-installer.XXXXXX")
trap 'rm -rf --one-file-system "$scratch"' EXIT
root=${ROOT:-$scratch/root}
if [ ! -e "$root/etc/debian_version" ]; then
    echo "== $suite: a bare root"
    make_bare_root "$suite" "$root" "$scratch" ca-certificates
fi
connect_bare_root "$root"
cp "$package" "$root/root/zimmerfrei.deb"
cp "$archive" "$root/root/zimmerfrei.tar.gz"

cat >"$root/root/steps.sh" <<'STEPS'
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
data=/root/house
say() { echo "-- $*"; }

# Whether the link answers with a calendar that holds events; a bare root has nothing that fetches.
answers() {
    local address=${1#http://} body
    exec 3<>"/dev/tcp/${address%%:*}/$(cut -d : -f 2 <<<"${address%%/*}")" || return 1
    printf 'GET /%s HTTP/1.0\r\nHost: %s\r\n\r\n' "${address#*/}" "${address%%/*}" >&3
    body=$(cat <&3)
    exec 3>&-
    grep -q '^BEGIN:VEVENT' <<<"$body" && grep -q '^END:VCALENDAR' <<<"$body"
}

# Serves until a link was read, by the command given.
serves() {
    local program=$1 link server number=0
    link=$("$program" link list --data-dir "$data" --json |
        grep -oE -m 1 'http://[^"]+\.ics' | head -n 1)
    # Read as it is said, whatever the address of this machine is.
    link=http://127.0.0.1:${link##*:}
    mkfifo "$data.said" 2>/dev/null || true
    "$program" serve --data-dir "$data" --host 127.0.0.1 >"$data.said" &
    server=$!
    # Its one line says that it is bound.
    read -r _ <"$data.said"
    answers "$link" || number=1
    kill -TERM "$server"
    wait "$server" || number=$?
    return "$number"
}

# A window is there when the program has made it known to the screen.
opens_a_window() {
    xvfb-run -a -s '-screen 0 1366x768x24' bash -euo pipefail -c '
        zimmerfrei --data-dir "$1" &
        program=$!
        until xwininfo -root -tree | grep -q "\"Zimmerfrei"; do
            kill -0 $program
            sleep 0.2
        done
        kill -TERM $program
        wait $program || true
    ' - "$data"
}

apt-get update -qq
before=$(dpkg-query --show --showformat='${Package}\n' | sort)
apt-get install -y -qq --no-install-recommends /root/zimmerfrei.deb >/dev/null
say "installed with $(dpkg-query --show --showformat='${Package}\n' | sort |
    comm -13 <(echo "$before") - | wc -l) packages, the program among them"
zimmerfrei --version
missing=$(find /usr/lib/zimmerfrei -name '*.so*' |
    LD_LIBRARY_PATH=/usr/lib/zimmerfrei/_internal xargs ldd 2>/dev/null |
    sed -n 's/^\s*\(\S*\) => not found$/\1/p' | sort -u | tr '\n' ' ')
# Printing is recommended, and not asked for.
[ "$missing" = 'libcups.so.2 ' ] || { echo "Libraries are missing: $missing" >&2 && exit 1; }
say "all libraries but those of printing are there"
zimmerfrei demo --data-dir "$data" >/dev/null
zimmerfrei backup check --data-dir "$data"
serves zimmerfrei
say "serves a link"
apt-get install -y -qq --no-install-recommends xvfb xauth x11-utils man-db >/dev/null
opens_a_window
say "opens its window"
man -P cat zimmerfrei | grep -q '^NAME'
LC_ALL=C.UTF-8 man -L de -P cat zimmerfrei 2>/dev/null | grep -q BEFEHLE
say "has its page in English and German"

# While a server runs, whose code is then read on from a file that has gone.
mkfifo "$data.through"
zimmerfrei serve --data-dir "$data" --host 127.0.0.1 >"$data.through" &
through=$!
read -r _ <"$data.through"
kept=$(zimmerfrei occupancy list --data-dir "$data" --json | md5sum)
apt-get install -y -qq --reinstall --no-install-recommends /root/zimmerfrei.deb >/dev/null
[ "$kept" = "$(zimmerfrei occupancy list --data-dir "$data" --json | md5sum)" ]
link=$(zimmerfrei link list --data-dir "$data" --json | grep -oE -m 1 'http://[^"]+\.ics' | head -n 1)
answers "http://127.0.0.1:${link##*:}"
kill -TERM $through
wait $through
serves zimmerfrei
say "installed over itself it keeps the data"

apt-get purge -y -qq zimmerfrei >/dev/null
[ ! -e /usr/lib/zimmerfrei ] && [ ! -e /usr/bin/zimmerfrei ]
if find / -xdev \( -path /proc -o -path /sys -o -path /root -o -path /var/cache -o -path /var/lib/apt \
    -o -path /var/log \) -prune -o -iname '*zimmerfrei*' -print | grep .; then
    exit 1
fi
[ -e "$data/zimmerfrei.db" ]
say "removed it leaves the data and nothing else"

mkdir -p /root/archive
tar -x -C /root/archive --strip-components 1 -f /root/zimmerfrei.tar.gz
/root/archive/zimmerfrei --version >/dev/null
serves /root/archive/zimmerfrei
say "the archive runs from any folder"
STEPS

in_bare_root "$root" bash /root/steps.sh
echo "== $suite: the installer holds on a bare root"
