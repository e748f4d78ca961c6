"""The model of scale: simple laws that any such model keeps, and what it says of its rates."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import groupby, pairwise
from pathlib import Path

from .program import ProgramTest

ROOT = Path(__file__).resolve().parents[2]
SCAN = ["storage", "decode", "PCIe", "fold"]
ASSUMED = "assumed, not measured"


class ScaleModelTest(ProgramTest):
    def model(self, *flags: object, code: int = 0) -> subprocess.CompletedProcess:
        done = subprocess.run([sys.executable, ROOT / "scripts/scale_model.py", *map(str, flags)],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def points(self, *flags: object) -> list[dict]:
        file = self.folder / "model.json"
        self.model(*flags, "--json", file)
        return json.loads(file.read_text())["points"]

    def rates(self, **rates: object) -> Path:
        file = self.folder / "rates.json"
        file.write_text(json.dumps({"measured": True, "source": "a test", "rates": rates}))
        return file

    def test_sizes_terms_and_walls(self) -> None:
        points = self.points()
        self.assertEqual([(at["records"], at["gpus"]) for at in points],
                         [(10**power, 2**twos) for power in range(9, 14) for twos in range(11)])
        for at in points:
            terms = at["seconds"]
            self.assertEqual(terms[at["wall"]], max(terms.values()))
            self.assertEqual(at["scan_s"], max(terms[stage] for stage in SCAN))
            self.assertAlmostEqual(at["total_s"], at["scan_s"] + terms["merge"] + terms["report"])

    def test_more_gpus_never_slow_the_scan_and_more_records_never_speed_it(self) -> None:
        points = self.points()
        for _, curve in groupby(points, key=lambda at: at["records"]):
            for fewer, more in pairwise(curve):
                for stage in SCAN:
                    self.assertLessEqual(more["seconds"][stage], fewer["seconds"][stage])
                self.assertGreater(more["seconds"]["merge"], fewer["seconds"]["merge"])
        scan = {(at["records"], at["gpus"]): at["scan_s"] for at in points}
        for (records, gpus), seconds in scan.items():
            if records < 10**13:
                self.assertAlmostEqual(scan[10 * records, gpus] / seconds, 10)

    def test_a_slow_rate_is_the_wall(self) -> None:
        for wall, rates in (("storage", {"storage_shared_bytes_per_s": 1}),
                            ("decode", {"decode_records_per_s": 1}),
                            ("PCIe", {"pcie_bytes_per_s": 1}), ("fold", {"fold_bytes_per_s": 1}),
                            ("report", {"report_s": 1e15})):
            with self.subTest(wall):
                points = self.points("--rates", self.rates(**rates))
                self.assertEqual({at["wall"] for at in points}, {wall})
        points = self.points("--rates", self.rates(merge_bytes_per_s=1e-9))
        self.assertEqual({at["wall"] for at in points if at["gpus"] > 1}, {"merge"})

    def test_every_output_says_what_nobody_measured(self) -> None:
        table, drawing = self.folder / "model.json", self.folder / "model.svg"
        text = self.model("--json", table, "--svg", drawing).stdout
        ET.fromstring(drawing.read_text())
        for output in (text, table.read_text(), drawing.read_text()):
            self.assertIn(f"{ASSUMED}: published rates", output)
        file = self.rates(report_s=2)
        label = self.model("--rates", file).stdout.splitlines()[0]
        self.assertIn(ASSUMED, label)
        self.assertIn("decode_records_per_s", label)
        self.assertNotIn("report_s", label)

    def test_rates_of_a_benchmark(self) -> None:
        file = self.folder / "bench.json"
        self.assert_done("bench", "--backend", "cpu", "--operation", "fold-zipf", "--rows", 5000,
                         "--models", 100, "--repetitions", 1, "--json", file)
        bench = json.loads(file.read_text())
        one = bench["measurements"][0]
        a_record = one["bytes"] / one["rows"] / one["timings"][0]["bytes_per_second"]
        fold = {(at["records"], at["gpus"]): at["seconds"]["fold"]
                for at in self.points("--rates", file)}
        for (records, gpus), seconds in fold.items():
            self.assertAlmostEqual(seconds / (records * a_record / gpus), 1)
        text = self.model("--rates", file).stdout
        self.assertIn(f"the rest measured: hubcensus bench on {bench['cpu_model']}", text)
        bench["backends"].append({"name": "cuda", "device": "a GPU", "copy_bytes_per_second": 1,
                                  "upload_bytes_per_second": 1e9})
        file.write_text(json.dumps(bench))
        at = self.points("--rates", file)[0]
        self.assertAlmostEqual(at["seconds"]["PCIe"], 11.0)
        self.assertIn("hubcensus bench on a GPU", self.model("--rates", file).stdout)

    def test_wrong_rates(self) -> None:
        for rates, needle in (({"speed": 1}, "speed is no rate"),
                              ({"pcie_bytes_per_s": 0}, "pcie_bytes_per_s wants a number above 0"),
                              ({"fold_bytes_per_s": "fast"}, 'not "fast"'),
                              ({"report_s": -1}, "report_s wants")):
            self.assertIn(needle, self.model("--rates", self.rates(**rates), code=2).stderr)
        missing = self.folder / "missing.json"
        self.assertIn("holds no rates", self.model("--rates", missing, code=2).stderr)
