"""What must hold of the project as a whole, without running anything."""

from __future__ import annotations

import csv
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from afterllama.evidence.article import statements
from afterllama.evidence.rules import VERDICTS
from afterllama.run.clean import unclean
from afterllama.run.collection import Collection
from afterllama.run.lint import lint
from afterllama.run.notebook import read

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COLLECTION = Collection.read()
PARSED = [read(path) for path in COLLECTION.files]
RECORDS = COLLECTION.records


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


@pytest.mark.parametrize("notebook", PARSED, ids=lambda notebook: notebook.stem)
def test_notebook_has_the_anatomy_in_its_order(notebook):
    text = "\n".join(cell.source for cell in notebook.cells if cell.kind == "markdown")
    wanted = [
        "# ",
        "## In two minutes",
        "## How sure",
        "## Methods and limits",
        "### Questions for a class",
        "## Sources",
    ]
    places = [text.find(part) for part in wanted]
    assert places == sorted(places)
    assert -1 not in places


def test_every_claim_judges_a_statement_and_a_statement_without_one_says_why():
    claims = [row["claim_id"] for row in rows("data/claims.csv")]
    assert sorted({name for item in statements() for name in item.claim_ids}) == sorted(claims)
    assert [item.statement for item in statements() if bool(item.claims) == bool(item.not_judged)] == []


def test_statements_stand_in_the_order_of_the_article():
    said = rows("data/article.csv")
    assert [int(row["place"]) for row in said] == list(range(1, len(said) + 1))
    sections = list(dict.fromkeys(row["section"] for row in said))
    order = [(sections.index(row["section"]), int(row["paragraph"])) for row in said]
    assert order == sorted(order)
    assert sections == list(dict.fromkeys(row["section"] for row in rows("data/claims.csv")))


def test_a_claim_is_attributed_where_the_article_says_who_says_so():
    told = [item for item in statements() if item.kind in ("attribution", "quotation")]
    named = {name for item in told for name in item.claim_ids}
    assert {row["claim_id"] for row in rows("data/claims.csv") if row["attributed"] == "yes"} <= named


def test_every_fault_that_a_claim_may_have_stands_in_the_rubric():
    known = {row["fault"] for row in rows("data/verdict_rules.csv")}
    claims = rows("data/claims.csv")
    assert {row["fault"] for row in claims if row["fault"]} <= known
    assert [row["claim_id"] for row in claims if bool(row["condition"]) != bool(row["fault"])] == []
    assert {fault for record in RECORDS.values() for item in record.verdicts for fault in item.faults} <= known


def test_a_difference_with_a_second_coder_says_how_it_was_settled():
    given = {item.claim_id: item.verdict for record in RECORDS.values() for item in record.verdicts}
    for row in rows("data/second_codings.csv"):
        differs = {row["verdict"]} != {row["first_verdict"], given[row["claim_id"]]}
        assert bool(row["because"]) == differs, (row["coder"], row["claim_id"])


def test_each_point_of_both_reviews_is_answered():
    text = (ROOT / "docs" / "referees.md").read_text(encoding="utf-8")
    points = [f"S{number}" for number in range(1, 19)] + [f"R{number}" for number in range(1, 35)]
    points += [f"{part}{number}" for part in ("RE", "RF") for number in range(1, 13)]
    answered = re.compile(r"^- \*\*(\w+)\*\* .+\n  - (?:All|Report \d\d): .{12,}", re.M)
    assert sorted(set(points) - set(answered.findall(text))) == []


@pytest.mark.parametrize("number", [f"{number:02}" for number in range(1, 10)])
def test_the_first_value_of_every_finding_is_derived_a_second_time(number):
    name = "test_00_09.py" if number == "09" else f"test_{number}.py"
    text = (ROOT / "tests" / "recomputed" / name).read_text(encoding="utf-8")
    first = [item.address.partition("-")[2] for item in RECORDS[number].findings]
    assert first
    assert [value for value in first if value not in text] == []


def test_of_the_rows_audited_at_most_one_in_twenty_is_wrong():
    audited = rows("data/audit.csv")
    assert len(audited) == 60
    read = [row for row in audited if row["result"] != "not reachable"]
    assert sum(row["result"] == "wrong" for row in read) <= len(read) / 20


def test_every_claim_is_judged_exactly_once_and_by_the_notebook_that_claims_csv_names():
    judged = [(item.claim_id, record.number) for record in RECORDS.values() for item in record.verdicts]
    wanted = [(row["claim_id"], row["notebook"]) for row in rows("data/claims.csv")]
    assert sorted(judged) == sorted(wanted)


def test_ledger_holds_what_the_notebooks_saved():
    ledger = {row["claim_id"]: row for row in rows("reports/verdicts.csv")}
    for record in RECORDS.values():
        for item in record.verdicts:
            assert ledger[item.claim_id]["verdict"] == item.verdict
            assert item.verdict in VERDICTS


def test_a_number_shown_in_two_reports_is_the_same_record():
    for notebook in PARSED:
        for name in notebook.loads:
            if name.startswith("values/"):
                other = RECORDS[name.removeprefix("values/")].values
                both = {key for key in RECORDS[notebook.number].values if key in other}
                for key in both:
                    assert RECORDS[notebook.number].values[key] == other[key], f"{notebook.number}-{key}"


@pytest.mark.parametrize("number", sorted(RECORDS))
def test_report_has_three_to_seven_findings(number):
    assert 3 <= len(RECORDS[number].findings) <= 7


@pytest.mark.parametrize("stem", sorted(set(RECORDS) - {"00", "09"}))
def test_each_theme_has_three_charts_with_their_files(stem):
    figures = RECORDS[stem].figures
    assert len(figures) >= 3
    for figure in figures:
        for ending in (".svg", "-narrow.svg", ".png", ".csv"):
            assert (ROOT / "figures" / f"{stem}-{figure.name}{ending}").exists()


def test_every_table_is_read_and_every_source_used():
    loaded = {name for notebook in PARSED for name in notebook.loads}
    package = yaml.safe_load((ROOT / "data/datapackage.yaml").read_text(encoding="utf-8"))
    tables = {entry["name"] for entry in package["resources"]} - {"sources", "claims", "glossary"}
    assert tables <= loaded, f"no notebook reads {sorted(tables - loaded)}"
    used = set()
    for name in tables:
        for row in rows(f"data/{name}.csv"):
            used |= {
                *filter(None, [row.get("source_id")]),
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
    from afterllama.page import index
    from afterllama.run.collection import Collection

    assert index.answers(Collection.read()) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_documents_link_to_files_that_exist():
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_code_is_formatted_linted_and_typed():
    from sys import executable

    for command in (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]):
        done = subprocess.run([executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
