"""Reports with a reader's own parameters: one, many, failed ones, interrupted ones."""

import csv
import json

import pytest

from afterllama.commands.build import build
from afterllama.commands.cases import Case, many, one
from afterllama.commands.own import make
from afterllama.commands.summary import Done, summary_path, summed_up
from afterllama.errors import ParameterError
from afterllama.evidence.value import Value
from afterllama.run import notebook
from afterllama.run.record import Record
from tests.commands.interrupted import finished, interrupted
from tests.conftest import SAMPLE, changed, write_notebook

CELL = """\
# Your own spending
spent_own: float = 0.0  # Spending to compare with, 0 takes the filed one [USD billion; 0..1000]
style: str = "wide"  # Which words [choices wide|broken]
"""
USE = """\
growth = guidance["low"].iloc[0] / (spent_own or spent["value"].item()) - 1
if style == "broken":
    raise ValueError("asked to break")
"""
OLD = 'growth = guidance["low"].iloc[0] / spent["value"].item() - 1\n'
GUARDED = changed(SAMPLE, 'how="first low end over', 'holds=growth > 0, how="first low end over')
WITH = (*GUARDED[:3], ("code", "parameters", CELL), *changed(GUARDED, OLD, USE)[3:])


@pytest.fixture
def path(project):
    return notebook.read(write_notebook(project, "06_sample", WITH))


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "runs" not in path.parts}


def rows(table):
    return list(csv.DictReader(table.read_text().splitlines()))


def test_report_shows_its_parameters_on_top_and_touches_nothing_else(path, project):
    build(quiet=True)
    before = files(project / "reports") | files(project / "figures")
    done = make(path, [one(path, ["spent_own=230"], "acme")], quiet=True)
    html = (project / "reports/runs/06-acme.html").read_text()
    top = html.split('<div class="meta run">')[1].split("</header>")[0]
    own, as_in_the_collection = top.split("<details>")
    assert "<dt>spent_own</dt><dd>230 USD billion instead of 0</dd>" in own
    assert "<dt>style</dt><dd>wide. " in as_in_the_collection
    assert "not part of it" in own
    assert "Cite this finding" not in html
    assert "-50%" in html or "−50%" in html
    assert before == files(project / "reports") | files(project / "figures")
    assert done.failed == {}


def test_fallen_guard_is_shown_and_does_not_fail_the_run(path, project):
    done = make(path, [one(path, ["spent_own=230"], "acme")], quiet=True)
    assert done.finished["acme"].fallen == ["06-growth_low"]
    assert "no longer supported" in (project / "reports/runs/06-acme.html").read_text()


def test_links_lead_out_of_the_deeper_folder_and_pictures_are_inside(path, project):
    build(quiet=True)
    make(path, [one(path, [], "acme")], quiet=True)
    html = (project / "reports/runs/06-acme.html").read_text()
    links = {part.split('"', 1)[0] for part in html.split('href="')[1:]}
    here = project / "reports/runs"
    local = {link.split("#")[0] for link in links if not link.startswith(("#", "http", "data:"))}
    assert "../index.html" in local
    assert [link for link in local if not (here / link).exists()] == []
    assert 'download="06-guidance.png" href="data:image/png;base64,' in html


def test_same_run_is_not_made_twice_but_changed_data_or_report_is(path, project):
    case = one(path, ["spent_own=200"], "acme")
    assert make(path, [case], quiet=True).kept == []
    assert make(path, [case], quiet=True).kept == ["acme"]
    (project / "reports/runs/06-acme.html").write_text("changed by hand")
    assert make(path, [case], quiet=True).kept == []
    table = project / "data/guidance.csv"
    table.write_text(table.read_text().replace(",115,", ",120,"))
    assert make(path, [case], quiet=True).kept == []


def test_one_failed_case_leaves_the_others_and_is_named_with_its_row(path, project):
    table = project / "cases.csv"
    table.write_text("name,spent_own,style\nbig,200,\nbad,,broken\nsmall,50,wide\n")
    done = make(path, many(path, table), jobs=2, summary=summary_path(table), quiet=True)
    assert set(done.finished) == {"big", "small"}
    error = str(done.failed["bad"])
    assert "cases.csv, row 3, bad, 06_sample.ipynb, cell 7: ValueError: asked to break" in error
    found = rows(project / "reports/runs/cases-summary.csv")
    assert [row["name"] for row in found] == ["big", "bad", "small"]
    assert [row["growth_low [share]"] for row in found] == ["-0.425", "", "1.3"]
    assert found[0]["no_longer_supported"] == "06-growth_low"
    assert found[0]["report"] == "06-big.html"
    assert found[1]["problem"] == "ValueError: asked to break"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,spent_own\nacme,1\nbeta,5000\n", "cases.csv, row 3: spent_own='5000' is not from 0 to 1000"),
        ("name,spend_own\nacme,1\n", "cases.csv, row 2: 'spend_own' is no parameter of 06_sample. Did you mean spent"),
        ("name,spent_own\nacme,1\nacme,2\n", "cases.csv, row 2: 'acme' stands twice"),
        ("name,spent_own\nAcme & Co,1\n", "cases.csv, row 2: 'Acme & Co' cannot name a file. Use small letters, d"),
        ("name,spent_own\n../x,1\n", "'../x' cannot name a file"),
        ("name,spent_own\nacme,1,2\n", "cases.csv, row 2: it has not as many cells as the header"),
        ("spent_own\n1\n", "no rows with a column name"),
        ("name\n", "no rows with a column name"),
    ],
)
def test_unusable_rows_are_refused_before_anything_runs(path, project, text, message):
    table = project / "cases.csv"
    table.write_text(text)
    with pytest.raises(ParameterError) as error:
        many(path, table)
    assert message in str(error.value)


def test_parameters_given_for_all_rows_yield_to_those_of_a_row(path, project):
    table = project / "cases.csv"
    table.write_text("name,spent_own\na,\nb,7\n")
    assert [case.values["spent_own"] for case in many(path, table, ["spent_own=5"])] == [5.0, 7.0]


def test_unreadable_file_and_text_without_equals_sign_are_refused(path, project):
    with pytest.raises(ParameterError, match="cannot be read"):
        many(path, project / "none.csv")
    with pytest.raises(ParameterError, match="Write -p name=value"):
        one(path, ["spent_own"], "acme")


def test_broken_table_is_refused_before_anything_runs(path, project):
    (project / "data/guidance.csv").write_text("issued,low\nx,1\n")
    with pytest.raises(Exception, match=r"guidance\.csv"):
        make(path, [Case("acme", {})], quiet=True)


def test_interrupted_runs_continue_where_they_stopped(path, project):
    (project / "cases.csv").write_text("name,spent_own\n" + "".join(f"case-{i},{i + 1}\n" for i in range(4)))
    arguments = ["run", "06", "--from", str(project / "cases.csv"), "-j", "1"]
    kept = project / ".afterllama/runs"
    status, words = interrupted(arguments, lambda: len(list(kept.glob("*.json"))) >= 2)
    assert status == 130, words
    assert "run it again and it continues" in words
    made = len(list(kept.glob("*.json")))
    assert 2 <= made < 4
    again = finished(arguments)
    assert again.count("there already") == made
    assert "4 finished, 0 failed; summary: reports/runs/cases-summary.csv" in again
    assert len(rows(project / "reports/runs/cases-summary.csv")) == 4


def test_saved_values_of_the_collection_are_not_those_of_a_run(path, project):
    build(quiet=True)
    make(path, [one(path, ["spent_own=230"], "acme")], quiet=True)
    values = json.loads((project / "reports/values/06.json").read_text())["values"]
    assert values["growth_low"]["text"] == "59%"


def test_a_value_in_another_unit_in_one_case_gets_a_column_of_its_own(path):
    given = {
        "never": Value("never", "text", "never", "computed", (), ()),
        "late": Value(9.0, "days", "9", "computed", (), ()),
    }
    done = Done(path)
    done.finished = {
        name: Record("06", "06_sample", "Why?", values=dict.fromkeys(["growth_low", "first_low"], value))
        for name, value in given.items()
    }
    lines = summed_up(done, [Case(name, {}) for name in given]).splitlines()
    never, late = csv.DictReader(lines)
    assert (never["growth_low"], never["growth_low [days]"]) == ("never", "")
    assert (late["growth_low"], late["growth_low [days]"]) == ("", "9")
