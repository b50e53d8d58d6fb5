"""Restart and Run All, in a real JupyterLab in a real browser, shows what the reports print."""

import json

import pytest

from afterllama.evidence.value import FALLEN
from afterllama.run.notebook import read
from tests.conftest import ROOT
from tests.lab.conftest import OWN
from tests.lab.panel import hold_controls
from tests.lab.screen import run_all

pytestmark = pytest.mark.slow
# Notebooks with what-if controls, and how the line begins that reproduces an answer.
CONTROLLED = {"03": "placed({", "05": "unseen(**{", "06": "asks(**{", "07": "afterllama run 07 -p "}
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def saved(lab, name):
    return json.loads((lab.project / f"reports/values/{name[:2]}.json").read_text())


def as_reported(lab, name):
    """The text of every live number, Markdown cell by Markdown cell, as the report shows it."""
    values = saved(lab, name)["values"]
    cells = read(ROOT / f"notebooks/{name}.ipynb").cells
    return [
        [values[key]["text"] + (f" ({FALLEN})" if values[key]["holds"] is False else "") for key in cell.roles]
        for cell in cells
        if cell.kind == "markdown"
    ]


def hold_against_report(lab, name, page):
    record, wanted = saved(lab, name), as_reported(lab, name)
    shown = run_all(page, sum(map(len, wanted)))
    assert shown["errors"] == []
    assert all(prompt.strip("[]:").isdigit() for prompt in shown["prompts"]), shown["prompts"]
    assert shown["values"] == wanted
    assert [figure["alt"] for figure in shown["figures"]] == [figure["alt"] for figure in record["figures"]]
    for figure, kept in zip(shown["figures"], record["figures"], strict=True):
        assert figure["heading"] == (
            f"{kept['subtitle']} (title {FALLEN})" if kept["holds"] is False else kept["title"]
        )
        assert figure["width"] > 0, f"{kept['name']} is not drawn"
        assert figure["sources"].startswith(("Source: ", "Sources: "))
    assert shown["scrolled"] == 0


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_shows_what_the_report_prints(lab, name):
    with lab.opened(name) as page:
        hold_against_report(lab, name, page)
        if name[:2] in CONTROLLED:
            hold_controls(page, CONTROLLED[name[:2]])


def test_run_all_works_where_jupyterlab_was_started_in_another_folder(elsewhere):
    with elsewhere.opened("01_timeline") as page:
        hold_against_report(elsewhere, "01_timeline", page)


def test_settings_of_the_project_are_in_force_the_users_own_untouched_and_no_other_host_asked(lab, home):
    with lab.opened("01_timeline") as page:
        panel = page.locator("#jp-right-stack .jp-TableOfContents")
        panel.wait_for(state="visible")
        panel.get_by_text("How sure", exact=True).wait_for()
        assert page.evaluate("document.body.dataset.jpThemeLight") == "true"
        assert page.locator(".Toastify__toast").count() == 0
        assert page.get_by_text("Extension Manager").count() == 0
        page.wait_for_timeout(3000)  # news and updates would be asked for by now
    assert lab.asked
    assert [url for url in lab.asked if not url.startswith((lab.address, "data:", "blob:"))] == []
    kept = {path.relative_to(home).as_posix() for path in (home / ".jupyter").rglob("*") if path.is_file()}
    assert OWN in kept
    assert not [path for path in kept if "workspaces" in path]
    assert (home / OWN).read_text() == '{"theme": "JupyterLab Dark"}'
