#!/usr/bin/env bash
# Submits a report to Slurm; what stands behind -- is the command as on one machine.
#   submit.sh [--mode node|array|mpi] [OPTION...] -- report --models FILE ... --out DIR
#     --mode node     one node, with --gpus N its GPUs (default)
#     --mode array    --shards N jobs (4), each folding its part; then one that merges and reports
#     --mode mpi      one run over --nodes N (2), one rank for each of a node's --gpus, else --ranks N
#     --gpus N        GPUs of a node, in an array of a shard (none)
#     --cpus N        cores of a process    --mem SIZE    memory of a node    --time LIMIT
#     --partition P   --account A
#     --job-dir DIR   folder of logs, status, checkpoints and parts, seen by all nodes (OUT.job)
#     --continue      go on in the --job-dir of the same command that ended early
#     --dry-run       show the jobs and ask Slurm when they would start; submit nothing
# HUBCENSUS names the program (build/hubcensus of this checkout). A job out of time saves, is requeued
# and goes on. The jobs themselves are the files in scripts/slurm.
set -euo pipefail
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
source "$here/slurm/arguments.sh"

refuse() { echo "submit.sh: $*" >&2; exit 2; }

mode=node shards=4 nodes=2 gpus=0 ranks=0 job_dir='' go_on=no dry_run=no
requests=() # to sbatch, of every job
while (($# > 0)) && [ "$1" != -- ]; do
  case $1 in
    --continue) go_on=yes; shift; continue ;;
    --dry-run) dry_run=yes; shift; continue ;;
    --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
    --mode | --shards | --nodes | --gpus | --ranks | --cpus | --mem | --time | --partition | \
      --account | --job-dir)
      if (($# < 2)) || [ "$2" = -- ]; then refuse "$1 wants a value"; fi ;;
    *) refuse "unknown option '$1'; --help lists them, and hubcensus's arguments stand behind --" ;;
  esac
  case $1 in
    --shards | --nodes | --gpus | --ranks | --cpus)
      [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] || refuse "$1 wants a whole number from 1, not '$2'" ;;&
    --mode) mode=$2 ;;
    --shards) shards=$2 ;;
    --nodes) nodes=$2 ;;
    --gpus) gpus=$2 ;;
    --ranks) ranks=$2 ;;
    --cpus) requests+=("--cpus-per-task=$2") ;;
    --mem | --time | --partition | --account) requests+=("$1=$2") ;;
    --job-dir) job_dir=$2 ;;
  esac
  shift 2
done
(($# > 0)) || refuse "the command is missing: submit.sh [OPTION...] -- report ARGUMENT..."
shift
[[ $mode =~ ^(node|array|mpi)$ ]] || refuse "--mode is node, array or mpi, not '$mode'"
[ "${1:-}" = report ] || refuse "only report is submitted, not '${1:-}'"
shift
value_of --out "$@" || refuse "report wants --out DIR"
out=$value
for flag in --checkpoint --resume; do
  [[ " $* " != *" $flag"* ]] || refuse "$flag is added by itself; --continue goes on"
done
if [ -n "$(ls -A "$out" 2>/dev/null)" ] && [[ " $* " != *" --force "* ]]; then
  refuse "'$out' is not empty, and --force is not given"
fi
program=$(realpath "${HUBCENSUS:-$here/../build/hubcensus}")
[ -x "$program" ] || refuse "no program '$program'; build it, or name it by HUBCENSUS"
command -v sbatch >/dev/null || refuse "no sbatch here; is this a node of a Slurm cluster?"
job_dir=$(realpath -m "${job_dir:-${out%/}.job}")
((gpus == 0)) || requests+=("--gpus-per-node=$gpus")

# The folder belongs to one command: another one's parts and checkpoints would be folded in.
open_job_dir() {
  local command old
  command=$(printf '%q ' "$mode" "$shards" "$@")
  [ ! -e "$job_dir/done" ] || rm -rf "$job_dir"
  if [ -e "$job_dir" ]; then
    [ "$go_on" = yes ] ||
      refuse "'$job_dir' is of a run that has not ended well; --continue goes on, or remove it"
    old=$(cat "$job_dir/command" 2>/dev/null) || true
    [ "$old" = "$command" ] || refuse "'$job_dir' is of another command: $old"
    [ -z "$(squeue --noheader --jobs "$(cat "$job_dir/jobs")" 2>/dev/null)" ] ||
      refuse "its jobs still run: squeue --jobs $(cat "$job_dir/jobs")"
  fi
  mkdir -p "$job_dir"/{logs,status,parts,checkpoints}
  printf '%s\n' "$command" >"$job_dir/command"
  : >"$job_dir/jobs"
}

jobs='' job=''
# submit LOG OPTION... FILE ARGUMENT...: one job; sets `job` to its number, and adds it to `jobs`.
submit() {
  local order=("--output=${job_dir//%/%%}/logs/$1" "${requests[@]}" "${@:2}")
  if [ "$dry_run" = yes ]; then
    printf '%q ' sbatch "${order[@]}"
    echo
    sbatch --test-only "${order[@]}" 2>&1 || refuse "Slurm would not take this job"
    return
  fi
  if ! job=$(sbatch --parsable "${order[@]}"); then
    [ -z "$jobs" ] || scancel "${jobs//,/ }"
    [ "$go_on" = yes ] || rm -rf "$job_dir"
    refuse "Slurm did not take the job; nothing was submitted"
  fi
  job=${job%%;*} # a cluster's name may follow
  jobs+=${jobs:+,}$job
  echo "$jobs" >"$job_dir/jobs"
}

[ "$dry_run" = yes ] || open_job_dir "$@"
common=("$here/slurm" "$job_dir" "$program") # what each job is given first
case $mode in
  node)
    submit %x-%j.out "$here/slurm/node.sbatch" "${common[@]}" "$@"
    told="report on one node" ;;
  array)
    submit %x-%A_%a.out "--array=1-$shards" "$here/slurm/shard.sbatch" "${common[@]}" "$@"
    # In a dry run there is no job to wait for.
    after=()
    [ -z "$job" ] || after=("--dependency=afterok:$job" --kill-on-invalid-dep=yes)
    submit %x-%j.out "${after[@]}" "$here/slurm/merge.sbatch" "${common[@]}" "$shards" "$@"
    told="$shards shards; then merge and report" ;;
  mpi)
    ((ranks > 0)) || ranks=$((gpus > 0 ? gpus : 1))
    submit %x-%j.out "--nodes=$nodes" "--ntasks-per-node=$ranks" "$here/slurm/mpi.sbatch" \
      "${common[@]}" "$@"
    told="$((nodes * ranks)) ranks on $nodes nodes" ;;
esac
[ "$dry_run" = no ] || exit 0
echo "submit: jobs $jobs: $told"
printf 'submit: %-7s %s\n' queue "squeue --jobs $jobs" \
  logs "tail -F $(printf %q "$job_dir/logs")/*" status "grep . $(printf %q "$job_dir/status")/*" \
  cancel "scancel ${jobs//,/ }" result "$(printf %q "$out")"
