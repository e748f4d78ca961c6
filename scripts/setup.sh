#!/usr/bin/env bash
# Installs what the build and the tests need: Debian packages, and a Python environment in .venv
# with pyarrow (the Arrow and Parquet C++ libraries) and DuckDB (the tests' SQL twins).
# What is there is left alone; what is installed is printed. Run it as often as you like.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(cmake ninja-build g++ pkg-config python3 python3-venv libcli11-dev libgtest-dev
  libgmock-dev nlohmann-json3-dev libtbb-dev libzstd-dev zlib1g-dev libxxhash-dev)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
    missing+=("$package")
done
if ((${#missing[@]} > 0)); then
  echo "setup: installing Debian packages: ${missing[*]}"
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends \
    "${missing[@]}"
fi

[ -x .venv/bin/python ] || { echo "setup: making .venv"; python3 -m venv .venv; }
if ! .venv/bin/python scripts/check_requirements.py scripts/requirements.txt; then
  echo "setup: installing Python packages: $(grep -v '^#' scripts/requirements.txt | paste -sd' ')"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/requirements.txt
fi
echo "setup: ready"
