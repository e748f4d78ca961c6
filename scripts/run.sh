#!/usr/bin/env bash
# Installs what is missing, builds, makes a sample Hub and reports on it.
#   run.sh [--no-install] [--models N] [--records R]
set -euo pipefail
cd "$(dirname "$0")/.."

install=yes models=20000 records=1000000
while (($# > 0)); do
  case $1 in
    --no-install) install=no ;;
    --models) models=$2; shift ;;
    --records) records=$2; shift ;;
    *) echo "run.sh: unknown argument '$1'; it takes --no-install, --models N, --records R" >&2; exit 2 ;;
  esac
  shift
done

[ "$install" = no ] || scripts/setup.sh
scripts/build.sh release hubcensus

hub=sample/hub-$models-$records
if [ ! -f "$hub/expected.json" ]; then
  rm -rf "$hub"
  mkdir -p sample
  echo "run: making a sample Hub of $models models and $records records in $hub"
  build/hubcensus generate --models "$models" --records "$records" --seed 1 --out "$hub"
fi
build/hubcensus report --models "$hub/models.parquet" --downloads "$hub/downloads" \
  --accounts "$hub/accounts.csv" --out sample/report --force
