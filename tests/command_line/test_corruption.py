"""Parquet files with a few bytes changed: each is read or refused, and no row is lost in silence."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from . import small_hub
from .program import ProgramTest, run

MUTANTS = 60  # of each file; the seed is fixed, so a failure can be repeated
FOOTER_BYTES = 700
ACCEPTABLE = {0, 3, 4, 5}


def mutate(data: bytes, seed: int) -> bytes:
    """Changes one to three bytes, in seven of ten cases in the footer."""
    choose = random.Random(seed)
    changed = bytearray(data)
    first = max(0, len(data) - FOOTER_BYTES) if choose.random() < 0.7 else 0
    for _ in range(choose.randint(1, 3)):
        changed[choose.randrange(first, len(data))] = choose.randrange(256)
    return bytes(changed)


class CorruptionTest(ProgramTest):
    def check(self, flag: str, sound: Path) -> None:
        data = sound.read_bytes()
        broken = self.folder / "broken.parquet"
        for seed in range(MUTANTS):
            with self.subTest(seed=seed):
                broken.write_bytes(mutate(data, seed))
                done = run("report", flag, broken, "--out", self.out, "--force")
                self.assertIn(done.returncode, ACCEPTABLE, done.stderr)
                if done.returncode == 0:
                    records = json.loads((self.out / "manifest.json").read_text())["records"]
                    self.assertEqual(
                        records["read"], records["counted"] + sum(records["rejected"].values()))

    def test_models(self) -> None:
        self.check("--models", small_hub.write_models(self.folder / "models.parquet"))

    def test_records(self) -> None:
        self.check("--downloads", small_hub.write_records(self.folder / "records.parquet"))

    def test_a_row_group_that_holds_more_than_it_says(self) -> None:
        """Its rows must not be lost: the footer says 50 of 100 rows, in both places."""
        rows = 100
        table = pa.table({"model_id": ["a/b"] * rows, "downloads": [1] * rows,
                          "date": pa.array([small_hub.day("2024-01-01")] * rows)})
        path = self.folder / "records.parquet"
        pq.write_table(table, path, use_dictionary=False, write_statistics=False, store_schema=False)
        data = path.read_bytes()
        footer = data.rindex(b"PAR1") - 4 - int.from_bytes(data[-8:-4], "little")
        says = bytes([0xC8, 0x01])  # the varint of 100
        head, tail = data[:footer], data[footer:]
        # 0x16: the head of a field of 64 bits that follows the field before.
        places = [i for i in range(len(tail)) if tail.startswith(says, i) and tail[i - 1] == 0x16]
        self.assertGreaterEqual(len(places), 2)
        for keep in range(1 << len(places)):
            changed = bytearray(tail)
            for bit, place in enumerate(places):
                if keep >> bit & 1:
                    changed[place:place + 2] = bytes([0xE4, 0x00])  # 50 in two bytes
            path.write_bytes(head + bytes(changed))
            done = run("report", "--downloads", path, "--out", self.out, "--force")
            self.assertIn(done.returncode, {0, 4}, done.stderr)
            if done.returncode == 0:
                manifest = json.loads((self.out / "manifest.json").read_text())
                self.assertEqual(manifest["records"]["read"], rows)
