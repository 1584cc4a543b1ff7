# shellcheck shell=bash
# Sourced by ./run and ./test: what has to be installed, and how. Nothing is touched when nothing is missing.

# shellcheck disable=SC2034  # The lists are used by those who source this file.
native_packages=(
    ccache cmake g++ ninja-build
    libbenchmark-dev libcli11-dev libfmt-dev libgmock-dev libgtest-dev libpugixml-dev libtomlplusplus-dev nlohmann-json3-dev tao-pegtl-dev
)
# shellcheck disable=SC2034
test_packages=(python3 python3-jsonschema)
# The HTML report in a browser, which shows nothing without a font. Node may come from elsewhere.
# shellcheck disable=SC2034
browser_packages=(chromium fonts-dejavu-core)
for command in node npm; do
    if ! command -v $command >/dev/null; then
        browser_packages+=("${command/%node/nodejs}")
    fi
done
# Clang with the runtimes of its sanitizers and of libFuzzer, and llvm-symbolizer, which names the functions in their reports.
# shellcheck disable=SC2034
fuzz_packages=(clang libclang-rt-14-dev llvm)
# shellcheck disable=SC2034
cross_packages=(dpkg-dev g++-mingw-w64-x86-64-posix googletest wine wine64)

# Paths below the checkout are the same for ccache wherever the checkout lies, so that a fresh clone finds what another one
# has compiled.
export CCACHE_BASEDIR=$PWD
export CCACHE_NOHASHDIR=1

# say TEXT...: one line of progress.
say() {
    printf '== %s\n' "$*"
}

# as_root COMMAND...: runs it as root, through sudo unless we are root already.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        printf 'error: installing packages needs root or sudo: %s\n' "$*" >&2
        return 1
    fi
}

# install_missing PACKAGE...: installs those that are not installed yet.
install_missing() {
    local package missing=()
    for package in "$@"; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            missing+=("$package")
        fi
    done
    if [ ${#missing[@]} -eq 0 ]; then
        return 0
    fi

    say "install ${missing[*]}"
    local log
    log=$(mktemp)
    if ! {
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${missing[@]}"
    } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
