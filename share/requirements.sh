# The Debian packages that the scripts beside this file need; sourced, not run.

build_packages=(ca-certificates git libcurl4-openssl-dev libpcre2-dev libzstd-dev zlib1g-dev)
run_packages=(libxgboost0 curl)
test_packages=(
    "${run_packages[@]}" apache2-utils docker-registry groff jq openssl procps python3 python3-venv
    skopeo strace umoci zstd
)
container_packages=(podman runc)
bench_packages=(hyperfine)
mail_packages=(dovecot-imapd dovecot-lmtpd iproute2 openssl postfix python3)

# Installs what is not there yet, as root or with sudo, and says so first.
require_packages() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "installing ${missing[*]}"
    local sudo=
    if [ "$(id -u)" -ne 0 ]; then sudo=sudo; fi
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
