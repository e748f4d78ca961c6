# shellcheck shell=bash disable=SC2154
# What every job of this folder does; sourced by the .sbatch files, which are given
#   FOLDER_OF_THESE_SCRIPTS JOB_DIR PROGRAM ...
# A job that runs out of time saves, is requeued and goes on; one that fails says so in its log and in
# JOB_DIR/status. It refuses to guess: only the exit codes named here bring a job back.
source "$room/arguments.sh"

most_restarts=100       # by the clock; each has made progress
most_kills=3            # by SIGKILL, for the want of memory perhaps, or before it could save
saved_and_stopped=75    # hubcensus's exit code
killed_by_usr1=138

# Slurm's USR1 comes to this shell alone and is passed on; where there is no child yet, none begins.
# SIGTERM (scancel, preemption) comes to the child from Slurm itself; here it must not end the wait.
child='' time_is_up=no signalled=no stopped=no
trap 'signalled=yes; pass_on' USR1
trap 'signalled=yes; stopped=yes' TERM

pass_on() {
  time_is_up=yes
  echo "hubcensus job $SLURM_JOB_ID: time is nearly up"
  [ -z "$child" ] || kill -USR1 "$child" || true
}

say() { echo "hubcensus job ${SLURM_JOB_ID}, $task on $(hostname -s): $*" | tee "$job_dir/status/$task"; }

# begin TASK: what is done, one word.
begin() {
  task=$1
  [ -z "${SLURM_TMPDIR:-}" ] || export TMPDIR=$SLURM_TMPDIR
  say "running since $(date -u +%FT%TZ), restart ${SLURM_RESTART_COUNT:-0}"
}

# What Slurm granted in MiB; none where it does not say.
granted_mb() {
  if ((${SLURM_MEM_PER_NODE:-0} > 0)); then
    echo "$SLURM_MEM_PER_NODE"
  elif ((${SLURM_MEM_PER_CPU:-0} > 0)); then
    echo $((SLURM_MEM_PER_CPU * SLURM_CPUS_ON_NODE))
  fi
}

# set_limits RANKS_ON_A_NODE ARGUMENT...: sets `limits` to threads and memory of one process, and
# `memory` to the latter, unless the arguments tell. A fifth is left for what is not counted: buffers,
# libraries, files in memory.
set_limits() {
  local ranks=$1 granted
  shift
  limits=() memory=()
  value_of --threads "$@" ||
    limits+=(--threads "${SLURM_CPUS_PER_TASK:-$(((SLURM_CPUS_ON_NODE + ranks - 1) / ranks))}")
  granted=$(granted_mb)
  [ -z "$granted" ] || value_of --memory-limit "$@" ||
    memory=(--memory-limit "$((granted * 4 / 5 / ranks))M")
  limits+=("${memory[@]}")
}

# set_resume CHECKPOINT: sets `resume` to the flags that save there and go on from what is saved.
set_resume() { resume=(--checkpoint "$job_dir/checkpoints/$1" --resume); }

# run COMMAND...: sets `code`. bash runs a trap only once the child in front has ended, so the child
# works behind and is waited for, again after each signal.
run() {
  code=$killed_by_usr1
  [ "$time_is_up" = no ] || return 0
  "$@" &
  child=$!
  # It came in between; a signal before the command is there would be lost.
  [ "$time_is_up" = no ] || { sleep 1; pass_on; }
  signalled=yes
  while [ "$signalled" = yes ]; do
    signalled=no code=0
    wait "$child" || code=$?
  done
  child=''
}

come_back() {
  say "$1; requeued, goes on by itself"
  scontrol requeue "$SLURM_JOB_ID" && exit "$saved_and_stopped"
  fail "$1, but Slurm did not requeue the job; submit.sh --continue goes on"
}

fail() {
  say "FAILED: $1"
  exit $((code > 0 ? code : 1))
}

# check STEP: goes on where it succeeded, else ends the job, for good or until it comes back.
check() {
  local restarts=${SLURM_RESTART_COUNT:-0}
  ((code != 0)) || return 0
  [ "$stopped" = no ] || fail "$1 was stopped by Slurm; submit.sh --continue goes on"
  if ((code == saved_and_stopped && restarts < most_restarts)); then
    come_back "$1 has saved"
  elif ((code == 137 && restarts < most_kills)); then
    come_back "$1 was killed from outside, perhaps for its memory"
  elif ((code == killed_by_usr1 && restarts < most_kills)); then
    come_back "$1 was out of time before it could save"
  fi
  fail "$1 ended with exit code $code after $restarts restarts; its message stands above in the log"
}

# After an MPI run: sets `code` to that of the rank that failed first, and says which did; else to 75
# where any has saved, whatever became of the others. Those have no status, or 143.
set_code_of_ranks() {
  local file its_code host first=0 saved=no
  while read -r _ file; do
    read -r its_code host <"$job_dir/status/$file"
    case $its_code in
      0 | 143) ;;
      "$saved_and_stopped") saved=yes ;;
      *)
        echo "hubcensus job $SLURM_JOB_ID: ${file/-/ } on $host ended with exit code $its_code"
        ((first != 0)) || first=$its_code ;;
    esac
  done < <(find "$job_dir/status" -name 'rank-*' -printf '%T@ %f\n' | sort -n)
  [ "$saved" = no ] || code=$saved_and_stopped
  ((first == 0)) || code=$first
}
