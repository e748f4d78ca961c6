"""scripts/gpu_lane.sh with stand-ins for the device and for all that it runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from command_line import program

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
# Each stand-in notes its call, and fails where FAIL names it.
STAND_INS = {
    "nvidia-smi": '''
echo "NVIDIA H100 80GB HBM3, 580.1, 9.0"
[ "$FAIL" != several ] || printf "%s\\n" "NVIDIA A100, 580.1, 8.0" "NVIDIA H200, 580.1, 9.0"
[ "$FAIL" != device ]''',
    "cmake": '''
case " $* " in
  *" --build "*)
    [ "$FAIL" != build ] || { echo "no such target"; exit 3; }
    mkdir -p build-gpu-lane/tests
    cp "$STAND_INS/hubcensus" build-gpu-lane/hubcensus ;;
  *) [ "$FAIL" != configure ] || exit 4 ;;
esac''',
    "ctest": '[ "$HUBCENSUS_REQUIRE_GPU" = 1 ] && [ "$FAIL" != tests ]',
    "compute-sanitizer": '''
[ "$HUBCENSUS_REQUIRE_GPU" = 1 ] || exit 8
case $FAIL in
  refused) echo "========= Error: Device not supported. Please refer to the notes"; exit 1 ;;
  no_test) echo "[  PASSED  ] 0 tests."; exit 0 ;;
  "$2") echo "========= ERROR SUMMARY: 1 error"; exit 9 ;;
  *) echo "[  PASSED  ] 4 tests." ;;
esac''',
    "hubcensus": '''
[ "$FAIL" != hang_$1 ] || sleep 60
[ "$FAIL" != "$1" ] || { echo "hubcensus: tables differ" >&2; exit 1; }
[ "$1" != compare ] || {
  backend=cuda; [ "$FAIL" != cpu_alone ] || backend=cpu; echo "{\\"backend\\": \\"$backend\\"}"; }
[ "$1" != bench ] || echo '{"operations": []}' >"${@: -1}" ''',
}
STEPS = ["configure", "build", "tests", "generate", "compare", "bench", "memcheck", "racecheck"]


class GpuLane(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=program.scratch))
        (self.folder / "scripts").mkdir()
        for name in ("gpu_lane.sh", "gpu_lane_json.py"):
            shutil.copy(SCRIPTS / name, self.folder / "scripts" / name)
        self.stand_ins = self.folder / "stand-ins"
        self.stand_ins.mkdir()
        self.out = self.folder / "out"
        for name, body in STAND_INS.items():
            self.stand_in(name, body)

    def stand_in(self, name: str, body: str) -> None:
        file = self.stand_ins / name
        file.write_text(f'#!/bin/bash\necho "{name} $*" >>"$STAND_INS/calls"\n{body}\n')
        file.chmod(0o755)

    def lane(self, fail: str = "", *arguments: str) -> subprocess.CompletedProcess:
        environment = os.environ | {"PATH": f"{self.stand_ins}:{os.environ['PATH']}", "FAIL": fail,
                                    "STAND_INS": str(self.stand_ins), "OUT": str(self.out)}
        return subprocess.run([self.folder / "scripts" / "gpu_lane.sh", *arguments],
                              env=environment, capture_output=True, text=True, timeout=60,
                              check=False)

    def result(self) -> dict:
        return json.loads((self.out / "gpu_lane.json").read_text())

    def test_all_steps_in_order(self) -> None:
        done = self.lane()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        result = self.result()
        self.assertEqual([step["name"] for step in result["steps"]], STEPS)
        self.assertEqual({step["result"] for step in result["steps"]}, {"passed"})
        self.assertEqual((result["result"], result["refused"]), ("passed", []))
        self.assertEqual((result["device"], result["driver"], result["compute_capability"]),
                         ("NVIDIA H100 80GB HBM3", "580.1", "9.0"))
        self.assertEqual((result["compare"], result["bench"]),
                         ({"backend": "cuda"}, {"operations": []}))
        self.assertGreater(result["machine"]["cores"], 0)
        self.assertEqual({file.name for file in self.out.iterdir()},
                         {"gpu_lane.json", "gpu_lane.log"})
        self.assertIn("== racecheck: passed\n[  PASSED  ] 4 tests.",
                      (self.out / "gpu_lane.log").read_text())
        self.assertIn("cmake --preset cuda -B build-gpu-lane -DCMAKE_CUDA_ARCHITECTURES=90-real\n",
                      (self.stand_ins / "calls").read_text())

    def test_code_for_each_kind_of_device_here(self) -> None:
        self.assertEqual(self.lane("several").returncode, 0)
        self.assertIn("-DCMAKE_CUDA_ARCHITECTURES=80-real;90-real\n",
                      (self.stand_ins / "calls").read_text())
        self.assertEqual(self.result()["device"], "NVIDIA H100 80GB HBM3")

    def test_each_failing_step_ends_the_lane(self) -> None:
        for step in STEPS:
            with self.subTest(step=step):
                done = self.lane(step)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertIn(f"step {step} failed", done.stderr)
                result = self.result()
                self.assertEqual(result["result"], "failed")
                self.assertEqual([entry["name"] for entry in result["steps"]],
                                 STEPS[:STEPS.index(step) + 1])
                self.assertEqual([entry["name"] for entry in result["steps"]
                                  if entry["result"] == "failed"], [step])

    def test_a_comparison_without_the_device_fails(self) -> None:
        self.assertEqual(self.lane("cpu_alone").returncode, 1)
        self.assertEqual(self.result()["steps"][-1]["name"], "compare")

    def test_a_refused_sanitizer_is_counted(self) -> None:
        done = self.lane("refused")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        result = self.result()
        self.assertEqual((result["result"], result["refused"]),
                         ("passed", ["memcheck", "racecheck"]))
        self.assertEqual(result["steps"][-1]["name"], "racecheck")
        self.assertIn("2 refused: memcheck, racecheck", done.stdout)

    def test_a_sanitizer_that_ran_no_test_fails(self) -> None:
        self.assertEqual(self.lane("no_test").returncode, 1)
        self.assertEqual(self.result()["steps"][-1]["name"], "memcheck")

    def test_an_absent_sanitizer_fails(self) -> None:
        (self.stand_ins / "compute-sanitizer").unlink()
        if shutil.which("compute-sanitizer", path=f"{os.environ['PATH']}:/usr/local/cuda/bin"):
            self.skipTest("this machine has a compute-sanitizer of its own")
        self.assertEqual(self.lane().returncode, 1)
        self.assertEqual(self.result()["steps"][-1]["exit_code"], 127)

    def test_a_step_that_hangs_is_ended(self) -> None:
        script = self.folder / "scripts" / "gpu_lane.sh"
        text = script.read_text()
        self.assertIn("step bench 180 ", text)
        script.write_text(text.replace("step bench 180 ", "step bench 1 "))
        self.assertEqual(self.lane("hang_bench").returncode, 1)
        self.assertEqual(self.result()["steps"][-1]["exit_code"], 124)

    def test_without_a_device(self) -> None:
        done = self.lane("device")
        self.assertEqual(done.returncode, 6)
        self.assertIn("no NVIDIA GPU", done.stderr)
        self.assertFalse((self.out / "gpu_lane.json").exists())
        self.assertNotIn("cmake", (self.stand_ins / "calls").read_text())

    def test_an_unknown_argument(self) -> None:
        done = self.lane("", "--fast")
        self.assertEqual(done.returncode, 2)
        self.assertIn("'--fast'", done.stderr)
