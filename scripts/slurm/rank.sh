#!/usr/bin/env bash
# One rank of an MPI run: rank.sh STATUS_DIR COMMAND... It leaves 'CODE HOST' in STATUS_DIR/rank-N.
# Slurm's signals come to the command too; here they must not end the wait.
set -uo pipefail
status=$1/rank-$SLURM_PROCID
shift
trap 'signalled=yes' USR1 TERM
"$@" &
signalled=yes
while [ "$signalled" = yes ]; do
  signalled=no code=0
  wait $! || code=$?
done
echo "$code ${SLURMD_NODENAME:-$(hostname -s)}" >"$status"
# srun ends the others at a code that is not 0, and those who save want to end by themselves.
((code != 75)) || exit 0
exit "$code"
