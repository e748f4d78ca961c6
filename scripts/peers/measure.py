"""Runs one command and prints its exit code, seconds and peak memory as JSON.

A process begins with the peak of the one that started it, so this one stays small: run it with
`python -S -I`, and import only what it needs. It is told the bytes of data that the command may
hold (0: any), the file of its output, and the command."""

import os
import resource
import sys
import time

limit, log, *command = sys.argv[1:]
if int(limit):
    resource.setrlimit(resource.RLIMIT_DATA, (int(limit), int(limit)))
actions = [(os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644),
           (os.POSIX_SPAWN_DUP2, 1, 2)]
begun = time.monotonic()
child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - begun
print(f'{{"code": {os.waitstatus_to_exitcode(status)}, "seconds": {seconds:.4f},'
      f' "user": {usage.ru_utime:.4f}, "system": {usage.ru_stime:.4f},'
      f' "peak_mib": {usage.ru_maxrss / 1024:.1f}}}')
