"""hubcensus verify: the files of a report against its manifest."""

from __future__ import annotations

import json

from . import small_hub
from .program import ProgramTest, run


class VerifyTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        models = small_hub.write_models(self.folder / "models.parquet")
        self.manifest = self.report("--models", models)

    def test_a_report_holds_what_its_manifest_says(self) -> None:
        names = {str(path.relative_to(self.out)) for path in self.out.rglob("*")
                 if path.is_file()} - {"manifest.json"}
        self.assertEqual([file["path"] for file in self.manifest["files"]], sorted(names))
        self.assertIn("report.html", names)
        done = self.assert_done("verify", self.out)
        self.assertTrue(done.stdout.startswith("All as the manifest says: "), done.stdout)
        self.assertIn(f" {len(names)} files", done.stdout)
        told = json.loads(self.assert_done("verify", self.out, "--json").stdout)
        self.assertEqual(told, {"report": str(self.out), "verified": True, "files": len(names),
                                "bytes": sum((self.out / name).stat().st_size for name in names),
                                "faults": [], "later_pictures": []})

    def test_what_differs_is_named_and_the_exit_code_is_1(self) -> None:
        with open(self.out / "tables" / "growth.csv", "a", encoding="utf-8") as file:
            file.write("x")
        (self.out / "report.json").unlink()
        (self.out / "notes\x1b[2J.txt").write_text("mine")
        done = run("verify", self.out)
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertEqual([line for line in done.stdout.splitlines() if line[:2] != "  "][:3],
                         ["extra  notes\\x1B[2J.txt", "missing  report.json",
                          "differs  tables/growth.csv"])
        self.assert_no_control_characters(done.stdout)
        done = run("verify", "--json", self.out)
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        told = json.loads(done.stdout)
        self.assertFalse(told["verified"])
        extra, missing, differs = told["faults"]
        self.assertEqual((extra["manifest"], extra["found"]), (None, None))
        self.assertEqual((missing["fault"], missing["found"]), ("missing", None))
        self.assertEqual(differs["path"], "tables/growth.csv")
        self.assertEqual(differs["found"]["bytes"], differs["manifest"]["bytes"] + 1)

    def test_what_is_no_report_is_refused(self) -> None:
        self.assert_refused(3, ["verify", self.folder / "none"], "none/manifest.json")
        self.assert_refused(3, ["verify", self.folder], "manifest.json")
        small_hub.write_text(self.out / "manifest.json", "{}")
        self.assert_refused(4, ["verify", self.out], "manifest.json", "'hubcensus' is missing")
        self.assert_refused(2, ["verify"], "report")
