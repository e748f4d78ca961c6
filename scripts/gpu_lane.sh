#!/usr/bin/env bash
# The whole lane of a machine with an NVIDIA GPU, within 8 minutes: build, tests that need the device,
# a comparison of the backends, benchmark, compute-sanitizer. It stops at the first step that fails.
# A machine that refuses the sanitizer is no failure: that is printed and counted.
#   gpu_lane.sh [--bundle DIR]     DIR: of scripts/bundle_deps.sh, where there is no network
# ${OUT:-build/gpu_lane} gets gpu_lane.json (machine, driver, date, each step's result and seconds,
# the comparison and the benchmark) and gpu_lane.log (what each step printed), no more.
# Exit code: 0 done, 1 a step failed, 2 usage, 6 no GPU.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

bundle=
case ${1:-} in
  '') ;;
  --bundle) bundle=${2:?gpu_lane.sh: --bundle wants a folder} ;;
  *) echo "gpu_lane.sh: unknown argument '$1'; it takes --bundle DIR" >&2; exit 2 ;;
esac

out=${OUT:-build/gpu_lane}
build="build-gpu-lane"  # of its own: what it is built for does not stay in the preset's folder
end=$((SECONDS + 480))
mkdir -p "$out"
out=$(realpath "$out")
rm -f "$out"/gpu_lane.{json,log}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$PATH:/usr/local/cuda/bin  # where CMake finds nvcc, too

query=$(nvidia-smi --query-gpu=name,driver_version,compute_cap --format=csv,noheader 2>&1) || {
  echo "gpu_lane.sh: no NVIDIA GPU here that nvidia-smi can see: ${query:-no answer}" >&2
  exit 6
}
IFS=, read -r device driver capability <<<"${query%%$'\n'*}"
driver=${driver# } capability=${capability# }
# Code for the devices of this machine alone: each further architecture is another compilation of all
# kernels. On any other device the program refuses the backend by name.
architectures=$(cut -d, -f3 <<<"$query" | tr -d ' .' | sort -un | sed 's/$/-real/' | paste -sd';')
export CUDA_DEVICE_ORDER=PCI_BUS_ID  # the first is the one that is named here
echo "gpu_lane: $device, driver $driver, compute capability $capability"

# record NAME RESULT SECONDS EXIT_CODE
record() {
  printf '%s\t%s\t%s\t%s\n' "$@" >>"$work/steps.tsv"
  { echo "== $1: $2"; cat "$work/$1.log"; } >>"$out/gpu_lane.log"
  printf 'gpu_lane: %-10s %-8s %6s s\n' "$1" "$2" "$3"
}

# Runs a command of at most so many seconds, and of what is left of the lane; its code.
#   timed SECONDS LOG COMMAND...
timed() {
  local limit=$1 log=$2 left=$((end - SECONDS))
  shift 2
  ((left > 0)) || { echo "no time is left" >"$log"; return 124; }
  timeout --kill-after=10 "$((limit < left ? limit : left))" "$@" >"$log" 2>&1
}

write_json() {
  python3 scripts/gpu_lane_json.py "$work" "$out/gpu_lane.json" "$device" "$driver" "$capability"
}

fail() {
  echo "gpu_lane: step $1 failed; the end of $out/gpu_lane.log:" >&2
  tail -n 25 "$out/gpu_lane.log" >&2
  write_json
  exit 1
}

# step NAME SECONDS COMMAND...: a failure ends the lane.
step() {
  local name=$1 seconds=$2 begin=$EPOCHREALTIME code
  shift 2
  timed "$seconds" "$work/$name.log" "$@"
  code=$?
  record "$name" "$( ((code == 0)) && echo passed || echo failed)" "$(since "$begin")" "$code"
  ((code == 0)) || fail "$name"
}

since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

# sanitize TOOL FLAG...: the small tests under a tool of the sanitizer.
sanitize() {
  local tool=$1 begin=$EPOCHREALTIME code result=passed
  shift
  timed 100 "$work/$tool.log" compute-sanitizer --tool "$tool" "$@" --error-exitcode 9 \
    "$build/tests/cuda_tests" --gtest_brief=1 --gtest_filter="$small_tests"
  code=$?
  if ((code != 0)) || ! grep -q '\[  PASSED  \] [1-9]' "$work/$tool.log"; then
    result=failed
    grep -qi 'device not supported' "$work/$tool.log" && result=refused
  fi
  record "$tool" "$result" "$(since "$begin")" "$code"
  [ "$result" != failed ] || fail "$tool"
}

compare() {
  "$build/hubcensus" compare --models "$work/hub/models.parquet" --downloads "$work/hub/downloads" \
    --accounts "$work/hub/accounts.csv" --repeat 3 --json >"$work/compare.json" &&
    grep -q '"backend": "cuda"' "$work/compare.json"
}
bench() {
  "$build/hubcensus" bench --backend cuda --rows 1e8 --repetitions 5 --json "$work/bench.json"
}
generate() {
  "$build/hubcensus" generate --models 50000 --records 2000000 --seed 1 --out "$work/hub"
}
export HUBCENSUS_REQUIRE_GPU=1  # an absent device is a failure
export -f compare bench generate
export work build
# Under the sanitizer a test takes many times as long. Errors of calls are the tests' own to find: some
# of them cause some.
small_tests='-*Millions*:*Large*:MemoryRates*'

[ -z "$bundle" ] || step setup 60 scripts/setup.sh --offline "$bundle"
step configure 60 cmake --preset cuda -B "$build" "-DCMAKE_CUDA_ARCHITECTURES=$architectures"
step build 300 cmake --build "$build" --target hubcensus cuda_tests
step tests 120 ctest --test-dir "$build" --output-on-failure --no-tests=error -R '^cuda$'
step generate 60 bash -c generate
step compare 120 bash -c compare
step bench 180 bash -c bench
sanitize memcheck --report-api-errors no
sanitize racecheck
write_json
