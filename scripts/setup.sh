#!/usr/bin/env bash
# Installs what the build and the tests need: Debian packages, and a Python environment in .venv
# with pyarrow (the Arrow and Parquet C++ libraries), vl-convert-python (the charts' library) and
# DuckDB (the tests' SQL twins), and the source of simdjson in deps/simdjson.
# What is there is left alone; what is installed is printed. Run it as often as you like.
#   setup.sh [--browser]     --browser: Chromium too, in which the tests open the page of a report
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

packages=(cmake ninja-build g++ python3 python3-venv libcli11-dev libgtest-dev
  libgmock-dev nlohmann-json3-dev libtbb-dev libzstd-dev zlib1g-dev libxxhash-dev)

install_packages() {
  echo "setup: installing Debian packages: $*"
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "$@"
}

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
    missing+=("$package")
done
((${#missing[@]} == 0)) || install_packages "${missing[@]}"

# Without them the tests in a browser say that they are skipped.
browser=(chromium chromium-driver python3-selenium)
if [ "${1:-}" = --browser ] && ! dpkg-query -W "${browser[@]}" >/dev/null 2>&1; then
  install_packages "${browser[@]}" || echo "setup: no Chromium; the tests in a browser will be skipped"
fi

[ -x .venv/bin/python ] || { echo "setup: making .venv"; python3 -m venv .venv; }
if ! .venv/bin/python scripts/check_requirements.py scripts/requirements.txt; then
  echo "setup: installing Python packages: $(grep -v '^#' scripts/requirements.txt | paste -sd' ')"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/requirements.txt
fi

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
