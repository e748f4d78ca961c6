#!/usr/bin/env bash
# Installs what the build and the tests need: Debian packages, and a Python environment in .venv
# with pyarrow (the Arrow and Parquet C++ libraries), vl-convert-python (the charts' library) and
# DuckDB (the tests' SQL twins), and the source of simdjson in deps/simdjson.
# What is there is left alone; what is installed is printed. Run it as often as you like.
#   setup.sh [--browser] [--fetch] [--readers] [--slurm]
#     --browser: Chromium too, in which the tests open the page of a report
#     --fetch: huggingface_hub too, with which scripts/fetch_dumps.py fetches real dumps
#     --readers: Polars and pandas too (340 MB), with which the tests read tables as README says
#     --slurm: Slurm and OpenMPI too, for jobs of several processes and their tests; no service
#       of theirs is started
#   setup.sh --offline DIR   only unpacks DIR, which scripts/bundle_deps.sh made, into deps/offline,
#                            where the build finds it: needs no root, no Debian and no network, but a
#                            compiler, CMake, ninja and a python3 that has pyarrow
set -euo pipefail
if [ "${1:-}" = --offline ]; then
  [ $# -eq 2 ] || { echo "setup.sh: --offline wants the folder of the bundle" >&2; exit 2; }
  bundle=$(realpath -e "$2")
  cd "$(dirname "$0")/.."
  exec python3 scripts/unpack_bundle.py "$bundle" deps/offline
fi
cd "$(dirname "$0")/.."

browser=no slurm=no requirements=(scripts/requirements.txt)
for argument in "$@"; do
  case $argument in
    --browser) browser=yes ;;
    --fetch) requirements+=(scripts/requirements-fetch.txt) ;;
    --readers) requirements+=(scripts/requirements-readers.txt) ;;
    --slurm) slurm=yes ;;
    *)
      echo "setup.sh: unknown argument '$argument'; it takes --browser, --fetch, --readers, --slurm" >&2
      exit 2
      ;;
  esac
done

packages=(cmake ninja-build g++ python3 python3-venv libcli11-dev libgtest-dev
  libgmock-dev nlohmann-json3-dev libtbb-dev libzstd-dev zlib1g-dev libxxhash-dev
  help2man)

install_packages() {
  echo "setup: installing Debian packages: $*"
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "$@"
}

install_missing() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
      missing+=("$package")
  done
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
}

# install_for TESTS PACKAGE...: without these the tests say that they are skipped.
install_for() {
  install_missing "${@:2}" ||
    echo "setup: could not install all of ${*:2}; the tests $1 will be skipped"
}

install_missing "${packages[@]}"

[ "$browser" = no ] || install_for "in a browser" chromium chromium-driver python3-selenium
[ "$slurm" = no ] ||
  install_for "of Slurm" slurmctld slurmd slurm-client munge openmpi-bin libopenmpi-dev

[ -x .venv/bin/python ] || { echo "setup: making .venv"; python3 -m venv .venv; }
for file in "${requirements[@]}"; do
  if ! .venv/bin/python scripts/check_requirements.py "$file"; then
    echo "setup: installing Python packages: $(grep -v '^#' "$file" | paste -sd' ')"
    if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file"; then
      [ "$file" != scripts/requirements.txt ] || exit 1  # what the build itself needs
      echo "setup: could not install them; the tests that use them will be skipped"
    fi
  fi
done

# simdjson 3.12.3 as the source distribution of pysimdjson carries it; pip only unpacks, nothing of
# Python is compiled or installed.
simdjson=pysimdjson-7.0.2
simdjson_sha256=44cf276e48912a3b9c7ca362c14da8420a7ac15a9f1a16ec95becff86db3904a
if [ "$(cat deps/simdjson/origin 2>/dev/null)" != "$simdjson" ]; then
  echo "setup: fetching simdjson ($simdjson)"
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  .venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps \
    --no-binary pysimdjson --dest "$scratch" "${simdjson/-/==}"
  echo "$simdjson_sha256  $scratch/$simdjson.tar.gz" | sha256sum --check --quiet
  tar -xzf "$scratch/$simdjson.tar.gz" -C "$scratch"
  mkdir -p deps/simdjson
  cp "$scratch/$simdjson"/simdjson/simdjson.{h,cpp} deps/simdjson/
  echo "$simdjson" >deps/simdjson/origin
fi
echo "setup: ready"
