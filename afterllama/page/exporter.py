"""The nbconvert exporter: an executed notebook as one page that needs nothing but itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from afterllama.data import units
from afterllama.page import assets, page
from afterllama.page.markdown import curly
from afterllama.page.notes import Notes
from afterllama.run import collection as project
from afterllama.run import record as findings


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Jinja with the package's templates; autoescape on."""
    made = Environment(
        loader=PackageLoader("afterllama.page", "templates"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["curly"] = lambda text: Markup(curly(str(text)))
    made.filters["day"] = units.write_date
    return made


class ReportExporter(Exporter):
    """Prints a report; ``jupyter nbconvert --to afterllama`` and JupyterLab's export menu use it too."""

    export_from_notebook = "After Llama report"
    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        name = str(resources.get("metadata", {}).get("name", "notebook"))
        return render(nb, name, stamp=str(resources.get("stamp", ""))), resources


def render(nb: NotebookNode, name: str, stamp: str = "", parameters: list[dict[str, Any]] | None = None) -> str:
    """The page of an executed notebook.

    Parameters
    ----------
    name : file stem, such as ``06_business_logic``.
    stamp : hash of notebook, data, package and lock that it was run with.
    parameters : of a reader's own report, listed on top (``runs.listed``); it is not the collection's to cite then.
    """
    own = "afterllama" in nb.metadata and bool(project.number(name))
    number = project.number(name) if own else ""
    others = project.titles() if own else []
    repository = project.repository() if own else ""
    model = page.build(nb, number, number or name, repository)
    place = next((k for k, item in enumerate(others) if item["stem"] == name), None)
    return write(
        "report.html.j2",
        extra=model.rules,
        edition=project.edition() if own else "",
        page=model,
        number=number,
        others=others,
        before=others[place - 1] if place else None,
        after=others[place + 1] if place is not None and place + 1 < len(others) else None,
        data_to=project.last_day(findings.rows_used(nb)) if own else "",
        description=_description(nb, model),
        tables=nb.metadata["afterllama"].get("tables", []) if own else [],
        stamp=stamp,
        parameters=parameters or [],
        repository=repository,
        own=own,
        stem=name,
    )


def write(template: str, edition: str, extra: str = "", **context: Any) -> str:
    """A page from a template, with stylesheet, fonts and policy.

    Parameters
    ----------
    extra : style rules of this page alone.
    """
    styles = [text for text in (assets.font_faces(), assets.stylesheet(), extra) if text]
    return (
        environment()
        .get_template(template)
        .render(
            styles=[Markup(text) for text in styles],
            policy=assets.policy(*styles),
            edition=edition,
            raw=Markup,
            **context,
        )
    )


def _description(nb: NotebookNode, model: page.Page) -> str:
    text = " ".join(str(cell.source) for cell in findings.tagged(nb, "answer"))
    words = findings.plain(text, Notes(nb).values).strip() or re.sub("<[^>]+>", "", model.title)
    return words if len(words) <= 300 else words[:297].rsplit(" ", 1)[0] + " …"
