"""hubcensus inspect: what a file is, and what of it would be used."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from . import small_hub
from .program import ProgramTest, generated_hub


class InspectTest(ProgramTest):
    def inspect(self, *files: object) -> str:
        text = self.assert_done("inspect", *files).stdout
        self.assertEqual([line for line in text.splitlines() if len(line) > 100], [])
        self.assert_no_control_characters(text)
        return text

    def use_of(self, text: str, column: str) -> str:
        table = text[text.index("\n\n"):]
        rows = [line for line in table.splitlines() if line.startswith(f"  {column} ")]
        self.assertEqual(len(rows), 1, text)
        return rows[0]

    def test_models_parquet(self) -> None:
        text = self.inspect(generated_hub("--files", "one") / "models.parquet")
        self.assertIn("models dump", text)
        self.assertRegex(text, r"rows +3,000 in 1 row group\n")
        self.assertIn("Parquet", text)
        self.assertTrue(self.use_of(text, "id").endswith("used as id"))
        self.assertTrue(self.use_of(text, "safetensors.total").endswith("used as safetensors"))
        self.assertRegex(text, r"safetensors\.parameters\.\* \(\d+ columns\) +int64 +ignored")
        self.assertRegex(text, r"baseModels\.models\.id +list of text +used as baseModels")
        self.assertTrue(self.use_of(text, "siblings").endswith("ignored"))
        self.assertIn("model_id", text)  # is not there

    def test_models_csv(self) -> None:
        text = self.inspect(small_hub.write_compressed(self.folder / "models.csv.gz",
                                                       small_hub.models_csv(), "gzip"))
        self.assertIn("models dump", text)
        self.assertRegex(text, r"CSV, compression gzip\n")
        self.assertRegex(text, r"rows +5\n")
        self.assertTrue(self.use_of(text, "createdAt").endswith("used as createdAt"))
        self.assertIn("--column lastModified=ACTUAL", text)

    def test_records(self) -> None:
        plain = small_hub.write_text(self.folder / "records.csv", small_hub.records_csv())
        text = self.inspect(small_hub.write_records(self.folder / "records.parquet"))
        self.assertIn("2023-12-30 to 2024-02-01", text)
        for text in (text, self.inspect(plain)):
            self.assertIn("daily download records", text)
            self.assertRegex(text, r"rows +6")
            for column in ("model_id", "date", "downloads"):
                self.assertTrue(self.use_of(text, column).endswith(f"used as {column}"))

    def test_records_keyed_by_integers(self) -> None:
        hub = generated_hub("--files", "one", "--ids", "integer")
        self.assertIn("integer", self.inspect(hub / "downloads" / "downloads.parquet"))

    def test_accounts(self) -> None:
        text = self.inspect(small_hub.write_text(self.folder / "accounts.csv",
                                                 small_hub.ACCOUNTS))
        self.assertIn("accounts annotations", text)
        self.assertTrue(self.use_of(text, "handle").endswith("used as handle"))
        self.assertTrue(self.use_of(text, "kind").endswith("used as kind"))

    def test_accounts_that_a_report_would_refuse(self) -> None:
        text = self.inspect(small_hub.write_text(self.folder / "accounts.csv",
                                                 small_hub.ACCOUNTS + "x,industri,US\n"))
        self.assertRegex(text, r"refused +unknown kind")

    def test_records_that_a_report_would_refuse(self) -> None:
        table = small_hub.records_table()
        pq.write_table(table.set_column(2, "downloads", table["date"]), self.folder / "r.parquet")
        self.assertRegex(self.inspect(self.folder / "r.parquet"), r"refused .*column 'downloads'")

    def test_unknown_names_the_nearest_and_the_flag(self) -> None:
        text = self.inspect(small_hub.write_text(self.folder / "names.csv",
                                                 "idx,downloads,task\na/b,1,x\n"))
        self.assertIn("unknown", text)
        self.assertRegex(text, r"required +id; the nearest is 'idx'; --column id=ACTUAL")
        self.assertTrue(self.use_of(text, "task").endswith("ignored"))

    def test_several_files_and_names_made_safe(self) -> None:
        evil = small_hub.write_text(self.folder / "evil\x1b[31m.csv",
                                    "model_id,date,downloads,\x1b[2J\u202ered" + "y" * 200 + "\n")
        text = self.inspect(evil, small_hub.write_records(self.folder / "r.parquet"))
        self.assertIn("\\x1B[2J\\u{202E}red", text)
        self.assertEqual(text.count("daily download records"), 2)

    def test_broken_files_end_as_report_does(self) -> None:
        whole = small_hub.write_records(self.folder / "r.parquet").read_bytes()
        cut = small_hub.write_text(self.folder / "cut.parquet", whole[:-9])
        self.assert_refused(4, ["inspect", cut], "cut.parquet", "Parquet")
        empty = small_hub.write_text(self.folder / "empty.csv", "")
        self.assert_refused(4, ["inspect", empty], "empty.csv")
        self.assert_refused(3, ["inspect", self.folder / "none.parquet"], "none.parquet")
        self.assert_refused(3, ["inspect", self.folder], self.folder.name)

    def test_no_rows(self) -> None:
        pq.write_table(small_hub.records_table().slice(0, 0), self.folder / "r.parquet")
        self.assertRegex(self.inspect(self.folder / "r.parquet"), r"rows +0 in ")
        nested = pa.table({"a": pa.array([[{"b": 1}]]), "c": pa.array([1.5])})
        pq.write_table(nested, self.folder / "other.parquet")
        self.assertRegex(self.inspect(self.folder / "other.parquet"), r"a\.b +list of int64")
