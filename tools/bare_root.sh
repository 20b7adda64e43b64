#!/usr/bin/env bash
# Bare Debian roots to prove things in, for scripts of bash; see prove_setup.sh, prove_container.sh.
#
# Sources of packages are those of this machine, as apt and pip know them; what they name on its
# disk is there in the bare root too, read-only. Nothing else of the machine is.

# Ends with a sentence unless root; sees to mmdebstrap.
need_mmdebstrap() {
    if [ "$(id -u)" -ne 0 ]; then
        echo "Only root may make a bare root: sudo $0" >&2
        exit 1
    fi
    if ! command -v mmdebstrap >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq mmdebstrap >/dev/null
    fi
}

# This machine's sources of Debian's packages, with the suite that is asked for.
sources() {
    local suite=$1 ours
    ours=$(. /etc/os-release && echo "$VERSION_CODENAME")
    apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' 'Origin: Debian' 'Architecture: '"$(dpkg --print-architecture)" |
        sed "s/ $ours\(-[a-z]*\)\? / $suite\1 /" | sort -u
}

# How this machine's apt fetches: proxies, certificates, patience.
fetching() {
    apt-config dump | grep -E '^Acquire::(https?|Check-[A-Za-z-]+|Retries)(::| )' || true
}

# make_bare_root SUITE ROOT SCRATCH PACKAGE,…: Debian with these packages and no others.
make_bare_root() {
    local suite=$1 root=$2 scratch=$3 packages=$4 mirror
    sources "$suite" >"$scratch/sources.list"
    fetching >"$scratch/apt.conf"
    # Where this machine is no Debian, mmdebstrap knows where to fetch from.
    mirror=()
    [ ! -s "$scratch/sources.list" ] || mirror=("$scratch/sources.list")
    mmdebstrap --quiet --variant=minbase --include="$packages" \
        --aptopt="$scratch/apt.conf" "$suite" "$root" "${mirror[@]}"
}

# connect_bare_root ROOT: names, certificates and settings of pip as they are on this machine.
connect_bare_root() {
    local root=$1 settings
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    # Certificates that this machine trusts beyond Debian's.
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    for settings in /etc/pip.conf /etc/xdg/pip "$HOME/.config/pip" "$HOME/.pip"; do
        [ -e "$settings" ] || continue
        mkdir -p "$root$(dirname "$settings")"
        cp -rT "$settings" "$root$settings"
    done
}

# in_bare_root ROOT COMMAND…: in a room of its own for mounts and processes; whatever happens there,
# both are gone afterwards. Of the environment only what leads pip through the network is kept.
in_bare_root() {
    local root=$1 folders variables number
    shift
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
        PATH=/usr/sbin:/usr/bin:/sbin:/bin "${variables[@]}" "$@"
}
