#!/bin/sh
# Installs the libraries and tools that are missing; says nothing when nothing is.
#
#   scripts/install-dependencies.sh build   what a build needs
#   scripts/install-dependencies.sh test    and what the tests need
set -eu

goal=${1:-build}

fail() {
  echo "install-dependencies: $*" >&2
  exit 1
}

command -v swift >/dev/null 2>&1 ||
  fail "no Swift toolchain on the PATH; install Swift 6.2 or later from https://swift.org/install"

# True if a C program with this header links with this library.
links() {
  printf '#include <%s>\nint main(void) { return 0; }\n' "$1" |
    "$compiler" -x c - -o /dev/null "-l$2" >/dev/null 2>&1
}

compiler=$(command -v clang || command -v cc || true)
packages=""

case $(uname -s) in
Darwin)
  need() { brew list --versions "$1" >/dev/null 2>&1 || packages="$packages $1"; }
  command -v brew >/dev/null 2>&1 || fail "Homebrew is needed; see https://brew.sh"
  need ncurses
  if [ "$goal" = test ]; then command -v tmux >/dev/null 2>&1 || packages="$packages tmux"; fi
  [ -z "$packages" ] || brew install $packages
  exit 0
  ;;
Linux) ;;
*) fail "this system is not known; install ncurses with wide characters by hand" ;;
esac

[ -n "$compiler" ] || packages="$packages gcc libc6-dev"
{ [ -n "$compiler" ] && links ncurses.h ncursesw; } || packages="$packages libncurses-dev"
{ [ -n "$compiler" ] && links sqlite3.h sqlite3; } || packages="$packages libsqlite3-dev"
if [ "$goal" = test ]; then
  command -v tmux >/dev/null 2>&1 || packages="$packages tmux"
  # The tests ask which processes still run.
  command -v ps >/dev/null 2>&1 || packages="$packages procps"
  # The tests measure text that is not ASCII, which needs a UTF-8 locale; C.UTF-8 comes with libc.
  command -v infocmp >/dev/null 2>&1 || packages="$packages ncurses-bin"
  # The tests tamper with the audit log as a person with the plain program would.
  command -v sqlite3 >/dev/null 2>&1 || packages="$packages sqlite3"
fi
[ -z "$packages" ] && exit 0

command -v apt-get >/dev/null 2>&1 || fail "missing:$packages; install the like by hand"
if [ "$(id -u)" -eq 0 ]; then
  sudo=""
elif command -v sudo >/dev/null 2>&1; then
  sudo="sudo"
else
  fail "missing:$packages; run as root: apt-get install$packages"
fi

echo "install-dependencies: installing$packages" >&2
# The lists of a fresh machine are empty or old, and then the first try fails.
# shellcheck disable=SC2086
install_packages() {
  $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends $packages >&2
}
install_packages || { $sudo apt-get update --quiet >&2 && install_packages; } ||
  fail "apt-get could not install$packages"
