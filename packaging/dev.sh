#!/usr/bin/env bash
# From a bare machine to a running Studio: sets up what is missing, then does the work asked for.
#
#   bash packaging/dev.sh demo [studio demo's options]   the tour: convert, check, measure, report
#   bash packaging/dev.sh test [--all] [pytest's options] the tests; --all: slow ones, real models too
#   bash packaging/dev.sh models                          what becomes of real models, as a table
#   bash packaging/dev.sh window [MODEL]                  the window
#   bash packaging/dev.sh lint                            style, types, import rules
#   bash packaging/dev.sh setup                           only the set-up
#
# Environment: STUDIO_VENV      the virtual environment (default: .venv in this checkout)
#              STUDIO_PYTHON    the interpreter to make it with (default: python3.11 to 3.13)
#              STUDIO_NO_APT=1  never install system packages, only say which are missing
set -euo pipefail
trap 'echo; echo "dev.sh: stopped; run the same command again to go on" >&2; exit 130' INT

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$here"
venv="${STUDIO_VENV:-$here/.venv}"

# What Qt needs with no display at all; what its xcb platform adds; what WebEngine (Netron) adds;
# a font with Chinese; and what the tests of the real window use.
offscreen_packages=(libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1)
window_packages=(
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0
  libxcb-xkb1 libxkbcommon-x11-0 libxcb-randr0 libxcb-sync1 libxcb-xfixes0 libx11-xcb1
  libnss3 libasound2 libxcomposite1 libxdamage1 libxtst6 libxrandr2 libgbm1 libxkbfile1
  libxcb-dri3-0 fonts-wqy-microhei
)
test_packages=(xvfb xauth xdotool)
# A GPU that the CPU emulates, and the loader that finds it; Ubuntu has no such package.
software_gpu_packages=(chromium-common libvulkan1)

say() { printf 'dev.sh: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}
usage() {
  sed -n '2,13p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'
}

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

# Debian 13 and Ubuntu 24.04 renamed some libraries to NAMEt64.
missing_packages() {
  local name
  for name in "$@"; do
    is_installed "$name" || is_installed "${name}t64" || printf '%s\n' "$name"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

has_root() {
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null || return 1
  # without a terminal nobody can type a password
  [ -t 0 ] || sudo -n true 2>/dev/null
}

install_packages() { # installs the named Debian packages that are missing; 1 where it cannot
  local missing=() resolved=() name
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    if [ "$(uname -s)" = Linux ] && [ ! -f "$venv/.studio-told-packages" ]; then
      say "this is no Debian or Ubuntu; should the window not start, install the libraries that"
      say "these Debian packages hold: $*"
      mkdir -p "$venv" && touch "$venv/.studio-told-packages"
    fi
    return 1
  fi
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "${STUDIO_NO_APT:-}" = 1 ] || ! has_root; then
    say "these system packages are missing, and I may not install them. Please run:"
    say "  sudo apt-get install ${missing[*]}"
    return 1
  fi
  say "installing ${#missing[@]} system packages: ${missing[*]}"
  as_root apt-get update -qq || say "apt-get update failed; going on with the lists that are there"
  for name in "${missing[@]}"; do
    if apt-cache show "${name}t64" >/dev/null 2>&1; then name="${name}t64"; fi
    resolved+=("$name")
  done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${resolved[@]}" >/dev/null || {
    say "apt-get could not install them all; going on, but the window may not start"
    return 1
  }
}

is_good_python() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() { # prints an interpreter of a version that TensorFlow has wheels for
  local name
  for name in ${STUDIO_PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
    if command -v "$name" >/dev/null && is_good_python "$name"; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

make_venv() {
  local python version
  if [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    return 0
  fi
  if ! python="$(find_python)"; then
    install_packages python3 python3-venv || true
    python="$(find_python)" ||
      die "Studio needs Python 3.11, 3.12 or 3.13; install one, or name it in STUDIO_PYTHON"
  fi
  version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    install_packages "python$version-venv" || true
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
      die "$python cannot make virtual environments: install the package python$version-venv"
  fi
  say "making a virtual environment in $venv with Python $version"
  "$python" -m venv --clear "$venv" || die "the virtual environment could not be made in $venv"
}

install_studio() { # $1: the extra (test or dev); skipped when nothing changed since
  local extra="$1" stamp wanted quiet=()
  wanted="$("$venv/bin/python" - "$here" pyproject.toml packaging/constraints.txt <<'PY'
import hashlib, pathlib, sys
digest = hashlib.sha256(repr((sys.version, sys.argv[1])).encode())
for name in sys.argv[2:]:
    digest.update(pathlib.Path(name).read_bytes())
print(digest.hexdigest())
PY
)"
  for stamp in "$venv/.studio-$extra" "$venv/.studio-dev"; do # dev holds test as well
    [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ] || return 0
  done
  say "installing Studio and its Python packages (about 2 GB the first time: some minutes)"
  # on a terminal, pip shows how far it is
  if [ ! -t 2 ]; then quiet=(--quiet); fi
  "$venv/bin/python" -m pip install ${quiet[@]+"${quiet[@]}"} --disable-pip-version-check \
    -c packaging/constraints.txt -e ".[$extra]" ||
    die "pip failed; the lines above say why (no network? no space?); run me again afterwards"
  printf '%s\n' "$wanted" >"$venv/.studio-$extra"
}

set_up() { # $1: the extra; the rest: system packages
  local extra="$1"
  shift
  install_packages "$@" || true
  make_venv
  install_studio "$extra"
}

install_software_gpu() { # after set_up, which has fetched the lists of packages where needed
  [ -n "$(missing_packages "${software_gpu_packages[@]}")" ] || return 0
  apt-cache show "${software_gpu_packages[0]}" >/dev/null 2>&1 &&
    install_packages "${software_gpu_packages[@]}" ||
    say "no software GPU here: the tests that need one will be skipped"
}

command="${1:-help}"
[ $# -eq 0 ] || shift
case "$command" in
demo)
  set_up test "${offscreen_packages[@]}" "${window_packages[@]}"
  exec "$venv/bin/studio" demo "$@"
  ;;
window)
  set_up test "${offscreen_packages[@]}" "${window_packages[@]}"
  exec "$venv/bin/studio" "$@"
  ;;
test)
  set_up test "${offscreen_packages[@]}" "${window_packages[@]}" "${test_packages[@]}"
  install_software_gpu
  exec "$venv/bin/python" -m pytest "$@"
  ;;
models)
  set_up test "${offscreen_packages[@]}"
  exec "$venv/bin/python" -m pytest --all --quiet tests/e2e/test_model_table.py "$@"
  ;;
lint)
  set_up dev
  status=0
  for check in "ruff check ." "ruff format --check ." "mypy studio" "lint-imports"; do
    say "$check"
    # shellcheck disable=SC2086
    "$venv/bin/"$check || status=1
  done
  exit "$status"
  ;;
setup)
  set_up dev "${offscreen_packages[@]}" "${window_packages[@]}" "${test_packages[@]}"
  install_software_gpu
  say "ready: $venv/bin/studio"
  ;;
help | --help | -h)
  usage
  ;;
*)
  usage >&2
  exit 2
  ;;
esac
