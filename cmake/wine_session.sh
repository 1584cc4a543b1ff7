# shellcheck shell=bash
# Sourced by whoever runs Windows programs: one Wine session for many of them.
#
# The server and the system processes are started before the first test and with no output of their own. Otherwise each
# test pays for the start of the server, and the first test's output pipe is inherited by processes that outlive it, so
# that ctest waits for them until its timeout.

export WINEPREFIX=${WINEPREFIX:-$PWD/build/wine}
export WINEDEBUG=${WINEDEBUG:--all}

wine_folder=/usr/lib/wine  # Debian keeps the 64-bit loader off the PATH.

start_wine_session() {
    mkdir -p "$WINEPREFIX"
    "$wine_folder/wineserver" -p
    # No offers to download .NET or a browser engine while the prefix is made.
    WINEDLLOVERRIDES="mscoree,mshtml=" "$wine_folder/wine64" wineboot </dev/null >/dev/null 2>&1
}

# Ends the processes of this prefix, no others.
stop_wine_session() {
    "$wine_folder/wineserver" -k || true  # It complains when nothing runs any more.
}
