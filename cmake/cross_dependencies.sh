#!/bin/bash
# Builds what the Windows build stands on into a prefix, once: GoogleTest from the sources that Debian installs, Google
# Benchmark, fmt and pugixml from their Debian source packages, the header-only libraries as links to the host's headers.
# The host's include folder as a whole is never visible to the cross-compiler.
#
#   cmake/cross_dependencies.sh PREFIX
set -euo pipefail

prefix=$(realpath -m "$1")
here=$(dirname "$(realpath "$0")")
work=$prefix.work

stamp=$(
    sha256sum <"$here/cross_dependencies.sh"
    sha256sum <"$here/mingw-w64.cmake"
    dpkg-query -W g++-mingw-w64-x86-64-posix googletest libcli11-dev libfmt-dev libpugixml-dev libtomlplusplus-dev \
        nlohmann-json3-dev tao-pegtl-dev
)
if [ -f "$prefix/stamp" ] && [ "$(cat "$prefix/stamp")" = "$stamp" ]; then
    exit 0
fi
rm -rf "$prefix" "$work"
mkdir -p "$prefix/include" "$prefix/share/cmake" "$work"

# fetch_sources PACKAGE...: unpacks Debian source packages in the current folder. The machine's own sources with their
# types turned into deb-src, and lists and caches of our own: nothing below /etc or /var changes and nobody has to be root.
fetch_sources() {
    local apt=$work/apt file
    mkdir -p "$apt/parts" "$apt/lists/partial" "$apt/cache/archives/partial"
    : >"$apt/sources.list"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        if [ -f "$file" ]; then
            sed -n '/cdrom:/d; s/^[[:space:]]*deb\([[:space:]]\)/deb-src\1/p' "$file" >>"$apt/sources.list"
        fi
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        if [ -f "$file" ]; then
            sed 's/^Types:.*/Types: deb-src/' "$file" >"$apt/parts/${file##*/}"
        fi
    done

    local options=(
        -q
        -o "Dir::Etc::SourceList=$apt/sources.list" -o "Dir::Etc::SourceParts=$apt/parts"
        -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache"
        -o "APT::Sandbox::User=$(id -un)"
    )
    apt-get "${options[@]}" update
    apt-get "${options[@]}" source "$@"
}

# build NAME SOURCE_FOLDER [CMAKE_ARGUMENT...]: cross-builds a library into the prefix.
build() {
    local name=$1 source=$2
    shift 2
    cmake -S "$source" -B "$work/$name" -G Ninja --toolchain "$here/mingw-w64.cmake" \
        -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib \
        -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache || true)" "$@"
    cmake --build "$work/$name" --parallel "$(nproc)"
    cmake --install "$work/$name"
}

# link_headers PACKAGE_FOLDER HEADER_FOLDER: a header-only library; its CMake package is copied because it finds its
# headers relative to itself.
link_headers() {
    mkdir -p "$prefix/$(dirname "$1")"
    cp -rL "/usr/$1" "$prefix/$1"
    ln -s "/usr/include/$2" "$prefix/include/$2"
}

link_headers share/cmake/nlohmann_json nlohmann
link_headers share/cmake/CLI11 CLI
link_headers share/pegtl tao
ln -s /usr/include/toml++ "$prefix/include/toml++"  # found as a header, without a CMake package

(cd "$work" && fetch_sources benchmark fmtlib pugixml)
build googletest /usr/src/googletest -Dgtest_force_shared_crt=ON
build benchmark "$(echo "$work"/benchmark-*/)" \
    -DBENCHMARK_ENABLE_TESTING=OFF -DBENCHMARK_ENABLE_WERROR=OFF -DGIT_VERSION=0.0.0  # it takes its own version then
build fmt "$(echo "$work"/fmtlib-*/)" -DFMT_TEST=OFF -DFMT_DOC=OFF
build pugixml "$(echo "$work"/pugixml-*/)" -DBUILD_SHARED_LIBS=OFF

rm -rf "$work"
printf '%s\n' "$stamp" >"$prefix/stamp"
