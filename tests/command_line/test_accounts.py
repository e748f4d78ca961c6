"""The built-in accounts: printed, written to a file, corrected by the user's file, left out."""

from __future__ import annotations

import csv
import io

from . import small_hub
from .program import ProgramTest, digests

MODELS = "id,downloads\nmistralai/a-7B,30\nQwen/b,50\nacme/c,20\n"


class AccountsTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.models = small_hub.write_text(self.folder / "models.csv", MODELS)
        self.file = self.folder / "accounts.csv"

    def rows(self, table: str, **wanted: str) -> list[dict[str, str]]:
        with open(self.out / "tables" / f"{table}.csv", newline="", encoding="utf-8") as file:
            return [row for row in csv.DictReader(file)
                    if all(row[name] == value for name, value in wanted.items())]

    def test_prints_csv_of_rows_and_sources(self) -> None:
        text = self.assert_done("accounts").stdout
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertGreaterEqual(len(rows), 400)
        self.assertEqual(list(rows[0]), ["account", "kind", "country", "parent", "source"])
        self.assertIn({"account": "mistralai", "kind": "industry", "country": "FR",
                       "parent": "Mistral AI", "source": "general knowledge"}, rows)

    def test_file_is_new_or_forced(self) -> None:
        text = self.assert_done("accounts").stdout
        self.assertEqual(self.assert_done("accounts", "--out", self.file).stdout, "")
        self.assertEqual(self.file.read_text(), text)
        small_hub.write_text(self.file, "mine")
        self.assert_refused(2, ["accounts", "--out", self.file], str(self.file), "--force")
        self.assertEqual(self.file.read_text(), "mine")
        self.assert_done("accounts", "--out", self.file, "--force")
        self.assertEqual(self.file.read_text(), text)
        self.assert_refused(2, ["accounts", "--out", self.folder, "--force"], str(self.folder))
        self.assert_refused(7, ["accounts", "--out", self.folder / "none" / "a.csv"], "none")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         ["accounts.csv", "models.csv"])

    def test_what_is_printed_gives_the_same_tables(self) -> None:
        self.report("--models", self.models)
        self.assert_done("accounts", "--out", self.file)
        for name, more in (("instead", ["--no-builtin-accounts"]), ("beside", [])):
            with self.subTest(name):
                out = self.folder / name
                self.report("--models", self.models, "--accounts", self.file, *more, out=out)
                self.assertEqual(self.table_digests(out), self.table_digests(self.out))

    def table_digests(self, out: object) -> dict[str, str]:
        return {name: value for name, value in digests(out).items() if name.startswith("tables/")}

    def test_manifest_says_what_was_used(self) -> None:
        entry = self.report("--models", self.models)["inputs"][0]
        text = self.assert_done("accounts").stdout
        self.assertEqual((entry["role"], entry["path"]), ("accounts", "(built in)"))
        self.assertEqual(entry["rows_read"], len(text.splitlines()) - 1)
        self.assertEqual(entry["bytes"], len(text.encode()))
        self.assertRegex(entry["hash"], "^[0-9a-f]{32}$")
        self.assert_rows_add_up({"records": {"read": 0, "counted": 0, "rejected": {}},
                                 "inputs": [entry]})

    def test_a_row_of_the_user_replaces_the_whole_row(self) -> None:
        small_hub.write_text(self.file, "handle,country\nmistralai,DE\nacme,IT\n")
        done = self.assert_done("report", "--models", self.models, "--accounts", self.file, "--out",
                                self.out)
        shares = {row["country"]: row["downloads"]
                  for row in self.rows("country_share", attribution="account")}
        self.assertEqual(shares, {"CN": "50", "DE": "30", "IT": "20", "unknown": "0"})
        row, = self.rows("kind_share_known")
        self.assertEqual((row["downloads_known"], row["downloads"]), ("50", "100"))
        row, = self.rows("country_share_known", attribution="account")
        self.assertEqual((row["models_known"], row["known"]), ("3", "1"))
        self.assertIn("Known kind: 50.0 % of downloads\n", done.stdout)
        self.assertIn("Known country: 100.0 % of downloads (account)", done.stdout)

    def test_claims_need_accounts_only_without_built_in_ones(self) -> None:
        self.report("--models", self.models)
        self.assertEqual([row for row in self.rows("claims") if "--accounts" in row["status"]], [])
        self.out = self.folder / "without"
        manifest = self.report("--models", self.models, "--no-builtin-accounts")
        self.assertEqual([entry["role"] for entry in manifest["inputs"]], ["models"])
        self.assertNotIn("country_share_known", self.tables())
        self.assertTrue([row for row in self.rows("claims") if "--accounts" in row["status"]])
