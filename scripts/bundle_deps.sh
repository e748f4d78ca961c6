#!/usr/bin/env bash
# Collects what a machine without network needs beside the sources: Debian packages, the wheel with
# the charts' library, the source of simdjson, and their checksums, 64 MiB at most. pyarrow and the
# CUDA toolkit are that machine's own. There, scripts/setup.sh --offline DIR unpacks it.
#   bundle_deps.sh DIR     DIR: new, or empty
set -euo pipefail
[ $# -eq 1 ] || { echo "bundle_deps.sh: it takes one argument, the folder to fill" >&2; exit 2; }
mkdir -p "$1"
dir=$(cd "$1" && pwd)
[ -z "$(ls -A "$dir")" ] || { echo "bundle_deps.sh: '$1' is not empty" >&2; exit 2; }
cd "$(dirname "$0")/.."

most_bytes=$((64 << 20))
packages=(libcli11-dev nlohmann-json3-dev libgtest-dev libgmock-dev libtbb-dev libtbb12
  libtbbmalloc2 libtbbbind-2-5 libzstd-dev libzstd1 zlib1g-dev zlib1g libxxhash-dev libxxhash0)

if [ ! -f deps/simdjson/simdjson.cpp ] || [ ! -x .venv/bin/python ]; then
  echo "bundle_deps.sh: run scripts/setup.sh first" >&2
  exit 2
fi
(cd "$dir" && apt-get download -q -o APT::Sandbox::User=root "${packages[@]}")
wheel=$(grep '^vl-convert-python==' scripts/requirements.txt)
.venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps \
  --only-binary=:all: --dest "$dir" "$wheel"
tar -czf "$dir/simdjson.tar.gz" -C deps/simdjson origin simdjson.h simdjson.cpp
(cd "$dir" && sha256sum -- * >SHA256SUMS)

bytes=$(find "$dir" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
echo "bundle: $(find "$dir" -type f | wc -l) files, $bytes bytes of at most $most_bytes"
((bytes <= most_bytes)) || { echo "bundle_deps.sh: the bundle is too large" >&2; exit 1; }
