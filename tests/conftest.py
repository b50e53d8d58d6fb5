"""A small project of its own for every test that needs one: two tables, three sources, four claims, notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from afterllama.commands import PRINTING
from afterllama.data import tables
from afterllama.run import fork
from tests import browser_setup

ROOT = Path(__file__).resolve().parents[1]

SOURCES = """\
source_id,title,publisher,url,published_date,accessed,kind,primary,party,relays,interest,owner,licence,republish,read,note
acme_10k,"Acme, Form 10-K",SEC,https://example.org/10k,2026-01-28,2026-11-24,filing,yes,Acme,,,,,,,
acme_post,Acme post,Acme,https://example.org/post,2026-04-29,2026-11-24,vendor,yes,Acme,,,,,,,
daily,Daily story,The Daily,https://example.org/daily,2026-04-09,2026-11-24,press,no,,Acme,,,,,,
lab,Lab measurement,The Lab,https://example.org/lab,2026-04-10,2026-11-24,third_party,yes,,,,,,,,
fund,Fund survey,The Fund,https://example.org/fund,2026-04-10,2026-11-24,third_party,yes,,,Acme,,,,,
closed,Closed board,The Board,https://example.org/board,2026-04-10,2026-11-24,dataset,yes,,,,,,no,,
"""
GUIDANCE = """\
issued,low,high,source_id,more_sources,confidence
2026-01-28,115,135,acme_10k,daily,high
2026-04-29,125,145,acme_post,,high
2026-07,130,145,acme_post,,high
2026-07,99,99,daily,,low
"""
SPENT = """\
year,value,source_id,confidence
2024,39.2,acme_10k,high
2025,72.2,acme_10k,high
"""
CLAIMS = """\
claim_id,place,section,theme,claim,kind,value,unit,claimed_on,party,attributed,notebook,test,holds_within,imprecise_within,condition,fault,due,reason
floor,1,money,money,Acme guides to at least 115 billion.,figure,115,USD_billion,2026-01,Acme,yes,06,within,0.5,2.5,,,,as printed
launch,2,money,money,The launch was on 8 April 2026.,event,2026-04-08,date,2026-04-08,Acme,no,06,dated,0,1,,,,a day
margin,3,money,money,Acme is ahead.,comparison,0,points,2026-04,Acme,no,06,at_least,0,1,measured by the lab,part wrong,,ahead
told,4,money,money,Acme said so.,event,,,2026-04-08,Acme,yes,06,present,,,,,,shown or not
taste,5,money,money,It is too much.,judgement,,,2026-04,Acme,no,06,reading,,,,,,opinion
later,6,money,money,It will open again.,forecast,,,2026-04,Acme,no,06,forecast,,,,,2026-10-08,later
done,7,money,money,Acme did so.,event,,,2026-04-08,Acme,no,06,present,,,,,,shown or not
"""
RULES = """\
fault,verdict,lenient,strict,told_by,reason
rounding,by the bounds,bounds doubled,bounds halved,farther than its bound,as told
part wrong,imprecise,imprecise,does not hold,one of two parts,half stands
contradicted,does not hold,does not hold,does not hold,the opposite is found,plain
absence of evidence,unsettled,unsettled,does not hold,nothing is found,may have been missed
question,unsettled,unsettled,unsettled,about the future,nothing can settle it
judgement,opinion,holds,opinion,praise or blame,no observation ends it
relay only,holds,holds,unsettled,own word alone,the statement was made
"""
PACKAGE = r"""
name: sample
version: "2026.11"
resources:
- name: guidance
  path: guidance.csv
  encoding: utf-8
  title: Guidance
  description: One row per issue.
  schema:
    fields:
      - {name: issued, type: string, dates: printed, constraints: {pattern: &date '\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?'}}
      - {name: low, type: number}
      - {name: high, type: number}
      - {name: source_id, type: string, constraints: {required: true}}
      - {name: more_sources, type: string}
      - {name: confidence, type: string, constraints: {enum: [high, medium, low]}}
    primaryKey: [issued, low]
    foreignKeys: [{fields: [source_id], reference: {resource: sources, fields: [source_id]}}]
- name: spent
  path: spent.csv
  encoding: utf-8
  title: Spent
  description: One row per year.
  schema:
    fields:
      - {name: year, type: string, dates: printed, constraints: {pattern: *date}}
      - {name: value, type: number}
      - {name: source_id, type: string, constraints: {required: true}}
      - {name: confidence, type: string}
    primaryKey: [year]
    foreignKeys: [{fields: [source_id], reference: {resource: sources, fields: [source_id]}}]
- name: sources
  path: sources.csv
  encoding: utf-8
  title: Sources
  description: One row per document.
  schema:
    fields:
      - {name: source_id, type: string, constraints: {required: true}}
      - {name: title, type: string}
      - {name: publisher, type: string}
      - {name: url, type: string}
      - {name: published_date, type: string}
      - {name: accessed, type: string}
      - {name: kind, type: string}
      - {name: primary, type: string}
      - {name: party, type: string}
      - {name: relays, type: string}
      - {name: interest, type: string}
      - {name: owner, type: string}
      - {name: licence, type: string}
      - {name: republish, type: string}
      - {name: read, type: string}
      - {name: note, type: string}
    primaryKey: [source_id]
"""
FILES = {
    "data/sources.csv": SOURCES,
    "data/guidance.csv": GUIDANCE,
    "data/spent.csv": SPENT,
    "data/claims.csv": CLAIMS,
    "data/verdict_rules.csv": RULES,
    "data/datapackage.yaml": PACKAGE,
    "data/corrections.yaml": "[]\n",
    "notebooks/words.txt": "10-K\n",
    "pyproject.toml": '[tool.afterllama]\nrepository = ""\n',
    "requirements.lock": "",
    "README.md": "# Sample\n\n<!-- answers: made by the build -->\n<!-- end of answers -->\n",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop in this process, in which no build can start its own.

    Where files run side by side, the tests of one stay together, except the long ones in JupyterLab.
    """
    items.sort(key=lambda item: {"browser": 1, "lab": 2}.get(item.path.parent.name, 0))
    for item in items:
        path = item.path.relative_to(ROOT).as_posix()
        alone = path == "tests/lab/test_notebooks.py"
        item.add_marker(pytest.mark.xdist_group(item.name if alone else path))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the reports and for JupyterLab."""
    path = browser_setup.find()
    if not path:
        pytest.fail(f"no Chromium. {browser_setup.CHROMIUM.help}")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=browser_setup.QUIET)
        yield running
        running.close()


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> tables.Session:
    """A session in which nothing is loaded yet, as in a fresh kernel."""
    fresh = tables.Session()
    monkeypatch.setattr(tables, "session", fresh)
    return fresh


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: tables.Session) -> Path:
    """The small project's folder, in force as the project for the test."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("AFTERLLAMA_ROOT", str(tmp_path))
    fork.start([PRINTING])  # once; all builds of this process share it
    return tmp_path


def notebook(*cells: tuple[str, str, str]) -> dict[str, Any]:
    """A notebook from cells of kind (md, code, raw), tags and source."""
    made = []
    for number, (kind, tags, source) in enumerate(cells, start=1):
        cell_type = {"md": "markdown", "code": "code", "raw": "raw"}[kind]
        cell: dict[str, Any] = {
            "cell_type": cell_type,
            "id": f"cell-{number:02d}",
            "metadata": {"tags": tags.split()} if tags else {},
            "source": source,
        }
        if kind == "code":
            cell.update(execution_count=None, outputs=[])
        made.append(cell)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


GROWTH = """\
# Growth of the first guidance over spending
from afterllama import cite, judge, load, show
guidance = load("guidance").query("confidence == 'high'")
spent = load("spent").query("year == '2025'")
growth = guidance["low"].iloc[0] / spent["value"].item() - 1
growth_low = cite(growth, "share", rows=[guidance.head(1), spent], how="first low end over spending, less one")
first_low = cite(guidance["low"].iloc[0], "USD_billion", rows=guidance.head(1), how="low end", digits=0)
"""
CHART = """\
# Each guidance as a bar
def draw(fig, narrow):
    ax = fig.subplots()
    ax.hlines(guidance["issued"], guidance["low"], guidance["high"], linewidth=8, color="role:subject")
    ax.set_xlim(0, 160)

show(draw, "guidance", data=guidance, title="The floor rose", holds=guidance["low"].is_monotonic_increasing,
     subtitle="USD billion", alt=f"Range bars from {first_low}")
"""
SAMPLE = (
    ("md", "", "# What did Acme plan?"),
    ("md", "answer", "More: {eval}`growth_low`."),
    ("md", "story", "## In two minutes\nAcme planned to spend {eval}`growth_low` more."),
    ("md", "reply", "## What Acme says\nNothing yet."),
    ("md", "findings", "## How sure\n- **Company's own word.** The first guidance meant {eval}`growth_low` more."),
    ("code", "", GROWTH),
    ("md", "", "## The floor rose\nIt began at {eval}`first_low` dollars."),
    ("code", "", CHART),
    ("md", "", "## Claims judged here"),
    ("code", "claims", '# The floor\njudge("floor", found=first_low)'),
    (
        "md",
        "methods",
        "## Methods and limits\n### Data used\nAll.\n### Questions for a class\n#### Why?\n:::{dropdown} Answer\nBecause.\n:::",
    ),
    ("md", "sources", "## Sources, downloads and how to cite\nAll of it."),
)


def write_notebook(project: Path, name: str, cells: tuple[tuple[str, str, str], ...] = SAMPLE) -> Path:
    """Write a notebook into the small project as it would be committed."""
    path = project / "notebooks" / f"{name}.ipynb"
    text = json.dumps(notebook(*cells), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8")
    return path


def changed(cells: tuple[tuple[str, str, str], ...], old: str, new: str) -> tuple[tuple[str, str, str], ...]:
    """The cells with one text replaced; fails where it is not found."""
    assert any(old in source for _, _, source in cells)
    return tuple((kind, tags, source.replace(old, new)) for kind, tags, source in cells)
