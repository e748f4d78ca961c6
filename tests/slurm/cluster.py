"""A throw-away Slurm on this machine: every listener on loopback, no systemd, nothing under /etc.

munged, slurmctld and a slurmd for each node are children of this process, run as its user, and end
with it; they are known by their processes, never by name. Nodes are emulated, with two GPUs each that
are none. It is no Slurm to work with: jobs are not confined, and nothing is
accounted.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

COMMANDS = ["munged", "slurmctld", "slurmd", "sbatch", "srun", "scontrol", "squeue", "scancel"]
START_S = 30.0
CPUS = 8  # of a node
FAKE_GPUS = ["/dev/null", "/dev/zero"]  # Slurm counts devices alone
# Of nodes that are one host MPI's shared memory does not work between them.
EMULATED_NODES = {"OMPI_MCA_btl": "self,tcp", "OMPI_MCA_btl_tcp_if_include": "lo",
                  "OMPI_MCA_pml": "ob1"}
SYSTEM_FOLDERS = "/usr/sbin:/sbin"  # where Debian keeps the daemons, not always in a user's PATH


def missing_commands() -> list[str]:
    path = f"{os.environ.get('PATH', '')}:{SYSTEM_FOLDERS}"
    return [name for name in COMMANDS if shutil.which(name, path=path) is None]


def free_ports(count: int) -> list[int]:
    """Open all at the same time, so that they differ."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


class Cluster:
    """Use it in `with`: up when entered, gone when left, its jobs too."""

    def __init__(self, nodes: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hubcensus-slurm-"))
        self.host = socket.gethostname().split(".")[0]
        self.nodes = [f"n{number}" for number in range(1, nodes + 1)] if nodes > 1 else [self.host]
        self.daemons: dict[str, subprocess.Popen] = {}
        self.environment = {**os.environ, **EMULATED_NODES, "SLURM_CONF": str(self.folder / "slurm.conf"),
                            "PATH": f"{os.environ.get('PATH', '')}:{SYSTEM_FOLDERS}"}

    def __enter__(self) -> Cluster:
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def run(self, *command: object, **options: object) -> subprocess.CompletedProcess:
        options.setdefault("timeout", 60)
        return subprocess.run([*map(str, command)], env={**self.environment,
                                                         **options.pop("extra", {})},
                              capture_output=True, text=True, check=False, **options)

    def job(self, number: str) -> dict[str, str]:
        """What `scontrol show job` says of it; empty once Slurm has forgotten it."""
        shown = self.run("scontrol", "--oneliner", "show", "job", number).stdout.strip()
        words = [word.partition("=") for word in shown.split() if "=" in word]
        return {name: value for name, _, value in words}

    def state(self, number: str) -> str:
        return self.job(number).get("JobState", "")

    def stop(self) -> None:
        """Ends the jobs, then the daemons that were started, each by its process."""
        if "slurmctld" in self.daemons:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._end_jobs()
        for process in reversed(self.daemons.values()):
            process.terminate()
        for process in self.daemons.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.daemons.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def logs(self) -> str:
        texts = [f"--- {path.name}\n" + "\n".join(path.read_text(errors="replace").splitlines()[-15:])
                 for path in sorted(self.folder.glob("*.log"))]
        return "\n".join(texts)

    def _end_jobs(self) -> None:
        self.run("scancel", "--user", pwd.getpwuid(os.getuid()).pw_name, timeout=10)
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and self.run("squeue", "--noheader", timeout=5).stdout:
            time.sleep(0.2)

    def _start(self) -> None:
        key = self.folder / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(os.urandom(1024))
        self._write_settings()
        self._spawn("munged", "munged", "--foreground", "--force", "--key-file", key, "--socket",
                    self.folder / "munge.socket", "--pid-file", self.folder / "munged.pid",
                    "--log-file", self.folder / "munged-own.log", "--seed-file",
                    self.folder / "munge.seed")
        self._await("munged", lambda: (self.folder / "munge.socket").exists())
        self._spawn("slurmctld", "slurmctld", "-D", "-c")
        for node in self.nodes:
            for kind in ("spool", "tmp"):
                (self.folder / f"{kind}-{node}").mkdir()
            self._spawn(f"slurmd-{node}", "slurmd", "-D", "-c", "-N", node)
        self._await("slurmctld", self._is_idle)

    def _is_idle(self) -> bool:
        states = self.run("sinfo", "--noheader", "-N", "-o", "%t", timeout=20).stdout.split()
        return states == ["idle"] * len(self.nodes)

    def _spawn(self, name: str, *command: object) -> None:
        """As a child that the kernel ends should this process be killed."""
        with (self.folder / f"{name}.log").open("wb") as log:
            self.daemons[name] = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *map(str, command)], env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True)

    def _await(self, what: str, is_up: object) -> None:
        deadline = time.monotonic() + START_S
        while not is_up():
            ended = [name for name, process in self.daemons.items() if process.poll() is not None]
            if ended or time.monotonic() > deadline:
                raise AssertionError(f"{', '.join(ended) or what} did not come up\n{self.logs()}")
            time.sleep(0.1)

    def _write_settings(self) -> None:
        user = pwd.getpwuid(os.getuid()).pw_name
        control, *ports = free_ports(1 + len(self.nodes))
        # More cores and memory than there are: the tests' jobs need little and run side by side.
        nodes = "\n".join(
            f"NodeName={node} NodeHostname={self.host} NodeAddr=127.0.0.1 Port={port} CPUs={CPUS} "
            f"RealMemory=4000 Gres=gpu:{len(FAKE_GPUS)}" for node, port in zip(self.nodes, ports))
        # A requeued job waits until its credential has expired: 5 s here, 120 s by default. TmpFS is
        # a folder for each node: two of them with one session folder would break MPI.
        (self.folder / "slurm.conf").write_text(f"""\
ClusterName=hubcensus
SlurmctldHost={self.host}(127.0.0.1)
SlurmctldPort={control}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={self.folder}/munge.socket,cred_expire=5
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmctldPidFile={self.folder}/slurmctld.pid
SlurmdPidFile={self.folder}/spool-%n/slurmd.pid
StateSaveLocation={self.folder}
SlurmdSpoolDir={self.folder}/spool-%n
TmpFS={self.folder}/tmp-%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=2,batch_sched_delay=0
ReturnToService=2
KillWait=5
MinJobAge=600
SlurmdParameters=config_overrides
GresTypes=gpu
{nodes}
PartitionName=test Nodes={",".join(self.nodes)} Default=YES MaxTime=10 State=UP
""")
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        (self.folder / "gres.conf").write_text("".join(
            f"NodeName={','.join(self.nodes)} Name=gpu File={device}\n" for device in FAKE_GPUS))
