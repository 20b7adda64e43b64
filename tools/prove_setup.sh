#!/usr/bin/env bash
# Proves on a bare Debian that a clean clone needs nothing but git, make and python3:
# prove_setup.sh SUITE [STEP…], SUITE such as bookworm or trixie, STEP setup, demo or test; all
# three where none is named. PYTEST_ARGS narrows the tests. ROOT keeps the bare root in that folder;
# where it is there already it is used again. Only what is committed is tried.
#
# Sources of packages are those of this machine, as apt and pip know them; what they name on its
# disk is there in the bare root too, read-only. Nothing else of the machine is.
set -euo pipefail

suite=${1:?prove_setup.sh SUITE [setup] [demo] [test]}
shift
steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=(setup demo test)
repository=$(cd "$(dirname "$0")/.." && pwd)

if [ "$(id -u)" -ne 0 ]; then
    echo "Only root may make a bare root: sudo $0 $suite" >&2
    exit 1
fi
if ! command -v mmdebstrap >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq mmdebstrap >/dev/null
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-bare.XXXXXX")
trap 'rm -rf --one-file-system "$scratch"' EXIT
root=${ROOT:-$scratch/root}

# This machine's sources of Debian's packages, with the suite that is asked for.
sources() {
    local ours
    ours=$(. /etc/os-release && echo "$VERSION_CODENAME")
    apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' 'Origin: Debian' 'Architecture: '"$(dpkg --print-architecture)" |
        sed "s/ $ours\(-[a-z]*\)\? / $suite\1 /" | sort -u
}

# How this machine's apt fetches: proxies, certificates, patience.
fetching() {
    apt-config dump | grep -E '^Acquire::(https?|Check-[A-Za-z-]+|Retries)(::| )' || true
}

if [ ! -e "$root/etc/debian_version" ]; then
    echo "== $suite: a bare root"
    sources >"$scratch/sources.list"
    fetching >"$scratch/apt.conf"
    # Where this machine is no Debian, mmdebstrap knows where to fetch from.
    mirror=()
    [ ! -s "$scratch/sources.list" ] || mirror=("$scratch/sources.list")
    mmdebstrap --quiet --variant=minbase --include=git,make,python3,ca-certificates \
        --aptopt="$scratch/apt.conf" "$suite" "$root" "${mirror[@]}"
fi
cp /etc/resolv.conf /etc/hosts "$root/etc/"
# Certificates that this machine trusts beyond Debian's.
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
for settings in /etc/pip.conf /etc/xdg/pip "$HOME/.config/pip" "$HOME/.pip"; do
    [ -e "$settings" ] || continue
    mkdir -p "$root$(dirname "$settings")"
    cp -rT "$settings" "$root$settings"
done
rm -rf "$root/root/zimmerfrei"
git clone --quiet --no-local "$repository" "$root/root/zimmerfrei"

# Folders of packages on this machine's disk, where pip's settings name any: the words that are
# paths or addresses of files. An index stands beside the files that it lists.
mapfile -t folders < <(python3 -m pip config list 2>/dev/null |
    sed "s/\\\\n/ /g; s/['=]/ /g" | tr -s ' ' '\n' |
    sed -n 's#^file://##; s#/simple/*$##; /^\//p' | sort -u)
for number in "${!folders[@]}"; do
    [ -d "${folders[number]}" ] || unset "folders[number]"
done
# By these variables this machine's pip finds its way.
mapfile -t variables < <(env |
    grep -E '^(PIP_|SSL_CERT_|REQUESTS_CA_|PYTEST_ARGS=|[a-z]+_proxy=|[A-Z]+_PROXY=)')

# What the owner of a bare machine does. Written to a file, because it is run in another root.
cat >"$root/root/steps.sh" <<'STEPS'
set -euo pipefail
cd /root/zimmerfrei

answers() {
    python3 - "$1" <<'PYTHON'
import sys, urllib.request
body = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1], timeout=30).read()
sys.exit(not (body.startswith(b"BEGIN:VCALENDAR") and body.count(b"BEGIN:VEVENT") > 1))
PYTHON
}

try_demo() {
    local log=/root/demo.log link='' end=$((SECONDS + 600))
    make demo >"$log" 2>&1 &
    local demo=$!
    until [ -n "$link" ] && answers "$link" 2>/dev/null; do
        if ! kill -0 $demo 2>/dev/null || [ $SECONDS -gt $end ]; then
            cat "$log"
            echo "No printed link answers." >&2
            kill $demo 2>/dev/null || true
            return 1
        fi
        sleep 1
        link=$(grep -oE -m 1 'http://[^ ]+\.ics' "$log" || true)
    done
    # What a Ctrl-C in a terminal does to the whole of it ends in the same handler as this.
    kill -TERM "$(pgrep_demo)"
    wait $demo || true
    if ls -d /tmp/zimmerfrei-demo.* 2>/dev/null; then
        echo "The demo has left its folder behind." >&2
        return 1
    fi
    echo "A printed link answers, and the demo ends and leaves nothing behind."
}

# The process of tools/demo.sh: a bare root has no pgrep.
pgrep_demo() {
    grep -lzx 'tools/demo.sh' /proc/[0-9]*/cmdline | head -n 1 | cut -d / -f 3
}

for step in "$@"; do
    echo "== make $step"
    case $step in
        demo) try_demo ;;
        *) make "$step" ;;
    esac
done
STEPS

# In a room of its own for mounts and processes: whatever happens there, both are gone afterwards.
# shellcheck disable=SC2016  # expanded in there
unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
    root=$1
    shift
    mount --rbind /dev "$root/dev"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount -t proc proc "$root/proc"
    while [ "$1" != -- ]; do
        mkdir -p "$root$1"
        mount --bind "$1" "$root$1"
        mount -o remount,bind,ro "$root$1"
        shift
    done
    shift
    exec chroot "$root" "$@"
' - "$root" "${folders[@]}" -- /usr/bin/env -i HOME=/root TERM=dumb \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin "${variables[@]}" bash /root/steps.sh "${steps[@]}"
echo "== $suite: ${steps[*]} hold on a bare root"
