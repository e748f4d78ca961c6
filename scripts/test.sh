#!/usr/bin/env bash
# Installs what is missing, builds, and runs all tests.
#   test.sh [--no-install] [--asan]     --asan: the unit tests under AddressSanitizer and UBSan alone
set -euo pipefail
cd "$(dirname "$0")/.."

install=yes preset=release
while (($# > 0)); do
  case $1 in
    --no-install) install=no ;;
    --asan) preset=asan ;;
    *) echo "test.sh: unknown argument '$1'; it takes --no-install, --asan" >&2; exit 2 ;;
  esac
  shift
done

[ "$install" = no ] || scripts/setup.sh --browser --fetch --readers --slurm
scripts/build.sh "$preset"
ctest --preset "$preset"
