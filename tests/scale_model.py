"""The laws that scripts/scale_model.py must keep, and what its outputs say.

    scale_model.py
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[1] / "scripts/scale_model.py"
LABEL = "assumed, not measured"
ALL = {"gpus_per_node": 4, "storage_bytes_per_s": 1e10, "stored_bytes_per_record": 2,
       "decode_records_per_s": 1e9, "pcie_bytes_per_s": 5e10, "transferred_bytes_per_record": 3,
       "fold_bytes_per_s": 1e12, "folded_bytes_per_record": 11, "merge_bytes_per_s": 1e10,
       "merge_latency_s": 0, "report_s": 0}


class ScaleModelTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_model(self, *arguments: object) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True,
                              text=True, check=False)

    def rates(self, measured: bool = True, **changed: object) -> Path:
        path = self.folder / "rates.json"
        path.write_text(json.dumps({"measured": measured, "source": "bench of a day",
                                    "rates": {**ALL, **changed}}))
        return path

    def model(self, *arguments: object) -> dict:
        out = self.folder / "model.json"
        done = self.run_model(*arguments, "--json", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(out.read_text())

    def points(self, **changed: object) -> dict[tuple[int, int], dict]:
        model = self.model("--rates", self.rates(**changed))
        return {(at["records"], at["gpus"]): at for at in model["points"]}

    def test_covers_the_range(self) -> None:
        self.assertEqual(set(self.points()), {(10**power, 2**gpus) for power in range(9, 14)
                                              for gpus in range(11)})

    def test_twice_the_gpus_never_slow_the_scan(self) -> None:
        points = self.points(gpus_per_node=3)
        for (records, gpus), at in points.items():
            twice = points.get((records, 2 * gpus), at)
            self.assertLessEqual(twice["scan_s"], at["scan_s"])
            for stage in ("decode", "PCIe", "fold"):
                self.assertAlmostEqual(at["seconds"][stage] * gpus,
                                       points[records, 1]["seconds"][stage])

    def test_ten_times_the_records_scan_ten_times_as_long_and_merge_the_same(self) -> None:
        points = self.points()
        for (records, gpus), at in points.items():
            if records < 10**13:
                more = points[10 * records, gpus]
                self.assertTrue(math.isclose(more["scan_s"], 10 * at["scan_s"]))
                self.assertEqual(more["seconds"]["merge"], at["seconds"]["merge"])

    def test_the_merge_grows_by_one_round_with_each_doubling(self) -> None:
        points = self.points(merge_latency_s=0.5)
        # 3 million models x (48 months x 8 + 8 bands x 8 + 52 weeks x 4 bytes), 48 messages.
        a_round = 3e6 * (48 * 8 + 64 + 208) / 1e10 + 48 * 0.5
        for (_, gpus), at in points.items():
            self.assertAlmostEqual(at["seconds"]["merge"], a_round * math.log2(gpus))

    def test_the_wall_is_the_longest_term_and_each_can_be_it(self) -> None:
        slow = {"storage": {"storage_bytes_per_s": 1e6}, "decode": {"decode_records_per_s": 1e3},
                "PCIe": {"pcie_bytes_per_s": 1e3}, "fold": {"fold_bytes_per_s": 1e3},
                "merge": {"merge_bytes_per_s": 1}, "report": {"report_s": 1e9}}
        for wall, changed in slow.items():
            points = self.points(**changed)
            self.assertEqual(points[10**9, 1024]["wall"], wall)
            for at in points.values():
                self.assertEqual(at["seconds"][at["wall"]], max(at["seconds"].values()))
                self.assertAlmostEqual(at["total_s"], at["seconds"]["merge"] +
                                       at["seconds"]["report"] + max(
                    at["seconds"][stage] for stage in ("storage", "decode", "PCIe", "fold")))

    def test_a_shared_file_system_is_no_faster_with_more_nodes(self) -> None:
        points = self.points(storage_shared_bytes_per_s=2e10)
        self.assertEqual(points[10**12, 4]["seconds"]["storage"], 2e12 / 1e10)
        self.assertEqual(points[10**12, 1024]["seconds"]["storage"], 2e12 / 2e10)

    def test_assumed_rates_are_called_so_in_every_output(self) -> None:
        svg = self.folder / "model.svg"
        done = self.run_model("--svg", svg)
        self.assertTrue(done.stdout.startswith(LABEL), done.stdout)
        self.assertIn(LABEL, svg.read_text())
        self.assertIn(LABEL, self.model()["label"])

    def test_measured_rates_are_not_but_those_that_lack_are(self) -> None:
        svg = self.folder / "model.svg"
        done = self.run_model("--rates", self.rates(), "--svg", svg)
        self.assertTrue(done.stdout.startswith("measured: bench of a day\n"), done.stdout)
        self.assertNotIn("assumed", done.stdout + svg.read_text())
        path = self.folder / "few.json"
        path.write_text(json.dumps({"measured": True, "source": "bench",
                                    "rates": {"report_s": {"value": 2, "from": "bench"}}}))
        model = self.model("--rates", path)
        self.assertNotIn("report_s", model["assumed"])
        self.assertEqual(len(model["assumed"]), len(ALL) - 1)
        self.assertIn("merge_bytes_per_s", model["label"])
        self.assertIn(LABEL, self.model("--rates", self.rates(measured=False))["label"])

    def test_the_drawing_is_whole(self) -> None:
        svg = self.folder / "model.svg"
        self.run_model("--svg", svg)
        root = xml.etree.ElementTree.parse(svg).getroot()
        titles = root.findall(".//{*}circle/{*}title")
        self.assertEqual(len(titles), 5 * 11)
        names = [label for label in root.findall(".//{*}text")
                 if re.fullmatch(r"10\^\d+ records", label.text)]
        heights = sorted(float(label.get("y")) for label in names)
        self.assertEqual(len(names), 5)
        self.assertGreater(min(b - a for a, b in zip(heights, heights[1:])), 14)

    def test_bad_rates_are_refused_by_name(self) -> None:
        for changed, words in (({"report_s": -1}, "report_s wants"),
                               ({"pcie_bytes_per_s": 0}, "pcie_bytes_per_s wants"),
                               ({"fold_bytes_per_s": "fast"}, "fold_bytes_per_s wants"),
                               ({"fold_bytes_per_s": True}, "fold_bytes_per_s wants"),
                               ({"speed": 1}, "speed is no rate")):
            done = self.run_model("--rates", self.rates(**changed))
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)
        self.assertEqual(self.run_model("--rates", self.folder / "none").returncode, 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
