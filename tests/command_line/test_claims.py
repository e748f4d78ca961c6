"""Claims that the inputs cannot answer say what they lack, and no zero."""

from __future__ import annotations

import csv
import json

from . import small_hub
from .program import ProgramTest

MODELS = "id,createdAt,likes\nbaidu/a,{first},0\nnvidia/b,{last},0\nQwen/c,{last},0\n"


class ClaimsTest(ProgramTest):
    def claims(self, *arguments: object) -> dict[str, dict[str, str]]:
        self.report(*arguments)
        with (self.out / "tables" / "claims.csv").open(newline="", encoding="utf-8") as file:
            found = {row["claim"]: row for row in csv.DictReader(file)}
        for path in sorted(self.out.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        return found

    def assert_needs(self, claims: dict[str, dict[str, str]], needed: str, *names: str) -> None:
        for name in names:
            with self.subTest(claim=name):
                self.assertEqual(claims[name]["status"], "not computable: needs " + needed)
                self.assertEqual(claims[name]["value"], "")

    def models(self, first: str, last: str) -> object:
        return small_hub.write_text(self.folder / "models.csv",
                                    MODELS.format(first=first, last=last))

    def records(self, *rows: tuple[str, str, int]) -> object:
        return small_hub.write_text(self.folder / "records.csv", small_hub.records_csv(list(rows)))

    def test_releases_of_a_year_need_a_dump_until_its_end(self) -> None:
        claims = self.claims("--models", self.models("2023-05-01", "2024-11-30"))
        self.assert_needs(claims, "a dump until the end of 2024", "baidu_models_2024")
        self.assert_needs(claims, "a dump until the end of 2025", "baidu_models_2025",
                          "nvidia_rank_2025", "bytedance_growth_2025", "tencent_growth_2025")
        claims = self.claims("--models", self.models("2024-05-01", "2025-12-31"))
        for name, value in (("baidu_models_2024", "1"), ("baidu_models_2025", "0"),
                            ("nvidia_rank_2025", "1")):
            self.assertEqual((claims[name]["value"], claims[name]["status"]), (value, "computed"))

    def test_releases_need_models_of_the_time_and_accounts_of_the_company(self) -> None:
        models = self.models("2025-05-01", "2025-12-31")
        self.assert_needs(self.claims("--models", models), "models created by the end of 2024",
                          "baidu_models_2024")
        self.assert_needs(self.claims("--models", models, "--no-builtin-accounts"), "--accounts",
                          "baidu_models_2024", "baidu_models_2025", "nvidia_rank_2025",
                          "bytedance_growth_2025", "korean_champions", "alibaba_derivatives")
        accounts = small_hub.write_text(self.folder / "accounts.csv",
                                        "handle,kind,country,parent\n"
                                        "google,industry,US,Google\nx,industry,CN,Tencent\n")
        claims = self.claims("--models", models, "--no-builtin-accounts", "--accounts", accounts)
        for company, name in (("Baidu", "baidu_models_2025"), ("Amazon", "nvidia_rank_2025"),
                              ("ByteDance", "bytedance_growth_2025"), ("LG", "korean_champions"),
                              ("Alibaba", "alibaba_derivatives")):
            self.assert_needs(claims, "an account of the parent company " + company, name)
        self.assert_needs(claims, "models of Tencent of 2024", "tencent_growth_2025")

    def test_three_days_are_no_month_and_no_year(self) -> None:
        models = self.models("2024-05-01", "2025-01-01")
        days = [(name, f"2025-01-0{day}", 5) for name in ("Qwen/c", "baidu/a") for day in (1, 2, 3)]
        claims = self.claims("--models", models, "--downloads", self.records(*days))
        self.assert_needs(claims, "a complete month of records", "china_overtakes_us_monthly",
                          "china_overtakes_us_total", "individual_majority_months")
        for name in ("china_share_2025", "industry_share_2025", "individual_share_2025"):
            self.assertEqual((claims[name]["window"], claims[name]["status"]),
                             ("2025 (incomplete)", "computed"))
        self.assert_needs(claims, "records before 2022", "industry_share_before_2022")

    def test_who_leads_from_the_start_passes_nobody(self) -> None:
        models = self.models("2024-05-01", "2025-01-01")
        month = ("Qwen/c", "2024-12-31", 0), ("Qwen/c", "2025-01-31", 5)
        found = []
        for us in (4, 5, 6):
            claims = self.claims("--models", models, "--downloads",
                                 self.records(*month, ("nvidia/b", "2025-01-01", us)))
            found.append([claims[name]["value"] for name in
                          ("china_overtakes_us_monthly", "china_overtakes_us_total")])
        self.assertEqual(found, [["from the start"] * 2, ["no"] * 2, ["no"] * 2])

    def test_without_records_claims_of_them_need_downloads(self) -> None:
        claims = self.claims("--models", self.models("2024-05-01", "2025-01-01"))
        self.assert_needs(claims, "--downloads", "china_share_2025", "industry_share_2025",
                          "individual_share_before_2022", "mean_parameters_2025",
                          "median_parameters_2023", "further_fragmentation")
        self.assertNotIn("dump counter", claims["further_fragmentation"]["definition"])

    def test_a_list_alone_names_the_other_lists(self) -> None:
        papers = small_hub.write_text(self.folder / "papers.jsonl",
                                      json.dumps({"paper": {"id": "1", "upvotes": 3}}) + "\n")
        claims = self.claims("--papers", papers)
        self.assert_needs(claims, "--datasets", "datasets_total")
        self.assert_needs(claims, "--models", "models_total", "models_doubling")
        self.assert_needs(claims, "a count of users, which no dump has", "users_total")

    def test_dumps_without_trending_scores_or_likes(self) -> None:
        models = self.models("2024-05-01", "2025-01-01")
        folder = self.folder / "2025-01-02"
        folder.mkdir()
        small_hub.write_text(folder / "models.csv", models.read_text())
        claims = self.claims("--models", models, "--dumps", folder / "models.csv")
        self.assert_needs(claims, "a dump with trending models", "trending_korean_peak")
        self.assert_needs(claims, "trending models in the last dump", "trending_chinese_share")
        self.assert_needs(claims, "likes in the last dump", "most_liked_model")

    def test_robotics_may_lie_beyond_the_tasks_listed(self) -> None:
        for tasks, needed in ((1000, "robotics among the 1,000 tasks listed of 2024"), (999, "")):
            rows = [{"id": f"a/{i}", "createdAt": "2024-01-05T00:00:00Z",
                     "tags": [f"task_categories:t{i}"]} for i in range(tasks)]
            lines = "".join(json.dumps(row) + "\n" for row in rows)
            claims = self.claims("--datasets",
                                 small_hub.write_text(self.folder / "datasets.jsonl", lines))
            if needed:
                self.assert_needs(claims, needed, "robotics_datasets_2024", "robotics_rank_2024")
            else:
                self.assertEqual(claims["robotics_datasets_2024"]["value"], "0")
                self.assert_needs(claims, "robotics datasets of 2024", "robotics_rank_2024")
