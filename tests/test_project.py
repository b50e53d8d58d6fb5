"""What must hold of the project as a whole, without running anything."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from afterllama.evidence.rules import VERDICTS
from afterllama.run import plan
from afterllama.run import record as findings
from afterllama.run.lint import lint, unclean

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RECORDS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "reports/values").glob("*.json")}


def rows(path: str) -> list[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_clean_and_keeps_the_rules(path):
    assert unclean(path) == []
    assert lint(path) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_has_eight_to_twenty_five_code_cells_of_one_idea(path):
    code = [plan.source(cell) for cell in plan.cells(path) if cell["cell_type"] == "code"]
    assert 8 <= len(code) <= 29  # 25, and up to four for the controls of "What if?"
    assert max(len(text.splitlines()) for text in code) <= 41


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_has_the_anatomy_in_its_order(path):
    text = "\n".join(plan.source(cell) for cell in plan.cells(path) if cell["cell_type"] == "markdown")
    wanted = ["# ", "## Findings", "## Questions for a class", "## Sources, downloads and how to cite"]
    places = [text.find(part) for part in wanted]
    assert places == sorted(places)
    assert -1 not in places


def test_every_claim_is_judged_exactly_once_and_by_the_notebook_that_claims_csv_names():
    judged = [(item["claim_id"], record["notebook"]) for record in RECORDS.values() for item in record["verdicts"]]
    wanted = [(row["claim_id"], row["notebook"]) for row in rows("data/claims.csv")]
    assert sorted(judged) == sorted(wanted)


def test_ledger_holds_what_the_notebooks_saved():
    ledger = {row["claim_id"]: row for row in rows("reports/verdicts.csv")}
    for record in RECORDS.values():
        for item in record["verdicts"]:
            assert ledger[item["claim_id"]]["verdict"] == item["verdict"]
            assert item["verdict"] in VERDICTS


def test_a_number_shown_in_two_reports_is_the_same_record():
    for second in ("00", "09"):
        for name, value in RECORDS.get(second, {"values": {}})["values"].items():
            origins = [
                record["values"][name]
                for key, record in RECORDS.items()
                if key not in ("00", "09") and name in record["values"]
            ]
            if value["rows"] and not value["rows"][0].startswith("verdicts:"):
                assert value in origins, f"{second}-{name}"


@pytest.mark.parametrize("stem", sorted(RECORDS))
def test_findings_words_of_certainty_fit_and_counts_are_guarded(stem):
    record = RECORDS[stem]
    assert 3 <= len(record["findings"]) <= 7
    for item in record["findings"]:
        finding = findings.Finding(
            item["address"], item["certainty"], item["text"], item["saying"], tuple(item["names"])
        )
        assert findings.check_certainty(finding, record["values"]) == ""
        assert findings.unguarded_counts(finding, record["values"]) == ""


@pytest.mark.parametrize("stem", sorted(set(RECORDS) - {"00", "09"}))
def test_each_theme_has_three_charts_with_their_files(stem):
    figures = RECORDS[stem]["figures"]
    assert len(figures) >= 3
    for figure in figures:
        for ending in (".svg", "-narrow.svg", ".png", ".csv"):
            assert (ROOT / "figures" / f"{stem}-{figure['name']}{ending}").exists()


def test_every_table_is_read_and_every_source_used():
    read = {name for path in NOTEBOOKS for name in plan.tables_read(path)}
    package = yaml.safe_load((ROOT / "data/datapackage.yaml").read_text(encoding="utf-8"))
    tables = {entry["name"] for entry in package["resources"]} - {"sources", "claims"}
    assert tables <= read, f"no notebook reads {sorted(tables - read)}"
    used = set()
    for name in tables:
        for row in rows(f"data/{name}.csv"):
            used |= {
                row["source_id"],
                *filter(None, (part.strip() for part in (row.get("more_sources") or "").split(";"))),
            }
    assert used == {row["source_id"] for row in rows("data/sources.csv")}


def test_dictionary_is_complete():
    package = yaml.safe_load((ROOT / "data/datapackage.yaml").read_text(encoding="utf-8"))
    for entry in package["resources"]:
        assert entry["title"], entry["name"]
        assert len(entry["description"]) > 20, entry["name"]
        for field in entry["schema"]["fields"]:
            assert len(field.get("description", "")) > 3, f"{entry['name']}.{field['name']}"
            assert "TODO" not in field["description"]


def test_environment_gives_what_pyproject_asks_in_the_versions_of_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = [item["pip"] for item in environment["dependencies"] if isinstance(item, dict)]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    asked = {re.match(r"[\w.-]+", text).group().lower() for text in project["project"]["dependencies"]}
    given = dict(line.lower().split("==") for line in pip if "==" in line)
    assert set(given) == asked
    for name, version in given.items():
        assert re.search(rf"^{re.escape(name)}=={re.escape(version)}[ ;\\]", lock, re.M), name


def test_lock_is_hashed_and_names_no_host():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > lock.count("==")


def test_no_path_of_a_machine_and_no_large_file_is_committed():
    for path in tracked():
        assert path.stat().st_size < 2_000_000, path.name
        if path.suffix in (".py", ".md", ".ipynb", ".html", ".json", ".csv", ".yaml", ".yml", ".toml", ".svg", ".cff"):
            text = path.read_text(encoding="utf-8")
            # Written in two parts, so that this line does not find itself.
            for leak in ("/ro" + "ot/", "/ho" + "me/", "/wo" + "rk/", "/tm" + "p/"):
                assert leak not in text, f"{path.name} holds {leak}"


def test_readme_block_is_what_the_build_makes():
    from afterllama.page import readme

    assert readme.block() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_documents_link_to_files_that_exist():
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_code_is_formatted_linted_and_typed():
    from sys import executable

    for command in (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]):
        done = subprocess.run([executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
