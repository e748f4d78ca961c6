"""`report --plan --ranks`: the same laws as scripts/scale_model.py, and what it refuses."""

from __future__ import annotations

import json
import re

from . import small_hub
from .program import ProgramTest, generated_hub

RATES = {"gpus_per_node": 4, "storage_bytes_per_s": 1e4, "stored_bytes_per_record": 2,
         "decode_records_per_s": 1e3, "pcie_bytes_per_s": 5e3, "transferred_bytes_per_record": 3,
         "fold_bytes_per_s": 1e4, "folded_bytes_per_record": 11, "merge_bytes_per_s": 1e7,
         "merge_latency_s": 0.5, "report_s": 2}


class ScalePlanTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        hub = generated_hub("--files", "one")
        self.records = hub / "downloads" / "downloads.parquet"
        self.arguments = ["report", "--models", hub / "models.parquet", "--downloads", self.records,
                          "--plan"]

    def rates(self, measured: bool = True, **changed: object) -> list[object]:
        path = self.folder / "rates.json"
        path.write_text(json.dumps({"measured": measured, "source": "a bench",
                                    "rates": {**RATES, **changed}}))
        return ["--rates", path]

    def plan(self, *arguments: object) -> tuple[dict[str, tuple[float, int]], str]:
        """Seconds and bytes of a rank by term, and the whole text."""
        text = self.assert_done(*self.arguments, *arguments).stdout
        rows = re.findall(r"^(storage|decode|PCIe|fold|merge|report) +([\d.]+) +(\d+)$", text, re.M)
        self.assertEqual(len(rows), 6, text)
        return {name: (float(seconds), int(count)) for name, seconds, count in rows}, text

    def test_terms_follow_the_rates(self) -> None:
        size = self.records.stat().st_size
        for ranks in (1, 2, 8):
            terms, text = self.plan("--ranks", ranks, *self.rates())
            share = 60000 / ranks
            nodes = -(-ranks // 4)
            self.assertAlmostEqual(terms["storage"][0], size / (nodes * 1e4), delta=0.001)
            self.assertAlmostEqual(terms["decode"][0], share / 1e3, delta=0.001)
            self.assertEqual(terms["PCIe"][1], share * 3)
            self.assertAlmostEqual(terms["fold"][0], share * 11 / 1e4, delta=0.001)
            facets = sum(int(bytes_.replace(",", "")) for bytes_ in
                         re.findall(r"^facet \w+ +([\d,]+)", text, re.M))
            self.assertEqual(terms["merge"][1], facets if ranks > 1 else 0)
            rounds = ranks.bit_length() - 1
            self.assertAlmostEqual(terms["merge"][0], rounds * (facets / 1e7 + 48 * 0.5),
                                   delta=0.001)
            scan = max(terms[name][0] for name in ("storage", "decode", "PCIe", "fold"))
            total = re.search(r"^total +([\d.]+)   the wall is (\w+)$", text, re.M)
            self.assertAlmostEqual(float(total[1]), scan + terms["merge"][0] + 2, delta=0.003)
            self.assertEqual(total[2], max(terms, key=lambda name: terms[name][0]))

    def test_memory_of_a_rank_is_that_of_the_plan(self) -> None:
        _, text = self.plan("--ranks", 3)
        whole = re.search(r"^sum +([\d,]+)", text, re.M)[1].replace(",", "")
        self.assertIn(f"3 ranks on 1 nodes, each with {whole} bytes of memory", text)

    def test_assumed_rates_are_called_so(self) -> None:
        self.assertIn("Rates: assumed, not measured: ", self.plan("--ranks", 2)[1])
        self.assertIn('Rates: measured: "a bench"', self.plan("--ranks", 2, *self.rates())[1])
        few = self.folder / "few.json"
        few.write_text(json.dumps({"measured": True, "source": "b", "rates": {"report_s": 3}}))
        text = self.plan("--ranks", 2, "--rates", few)[1]
        self.assertIn("merge_bytes_per_s", text)
        self.assertIn('the rest measured: "b"', text)

    def test_texts_do_not_tell_their_records(self) -> None:
        csv = small_hub.write_text(self.folder / "records.csv", small_hub.records_csv())
        done = self.assert_done("report", "--downloads", csv, "--plan", "--ranks", 2)
        self.assertIn("decode, PCIe and fold are left out", done.stdout)

    def test_refused(self) -> None:
        self.assert_refused(2, [*self.arguments[:-1], "--ranks", 2, "--out", self.out],
                            "--ranks needs --plan")
        self.assert_refused(2, [*self.arguments, "--rates", self.out], "--rates needs --ranks")
        ranks = [*self.arguments, "--ranks", 2]
        self.assert_refused(3, [*ranks, "--rates", self.out], str(self.out))
        for changed, words in (({"speed": 1}, "'speed'"), ({"fold_bytes_per_s": 0}, "wants a number"),
                               ({"report_s": "x"}, "rate report_s")):
            self.assert_refused(4, [*ranks, *self.rates(**changed)], words)
