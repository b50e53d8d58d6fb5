"""``show``: a figure that is checked before it is shown, drawn once for wide pages and once for phones."""

from __future__ import annotations

import base64
from html import escape
from typing import Any

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from afterllama.data.sources import get, line, republishable
from afterllama.data.tables import refuse_low, row_ids, sources_of
from afterllama.errors import CiteError, FigureError
from afterllama.evidence import records
from afterllama.evidence.figure import MIME
from afterllama.evidence.figure import Figure as FigureRecord
from afterllama.evidence.value import FALLEN
from afterllama.evidence.values import trace
from afterllama.figures import drawing
from afterllama.figures.drawing import Draw, Words, drawings
from afterllama.figures.names import Column

# The last wide drawing of each name, for `pictures`.
_drawn: dict[str, tuple[Figure, Words]] = {}


class Shown(FigureRecord):
    """A figure as a notebook displays it."""

    @property
    def heading(self) -> str:
        """The title, or the subtitle where the title no longer stands."""
        return f"{self.subtitle} (title {FALLEN})" if self.holds is False else self.title

    def _repr_html_(self) -> str:
        picture = base64.b64encode(self.wide.encode("utf-8")).decode("ascii")
        image = f'<img alt="{escape(self.alt, quote=True)}" src="data:image/svg+xml;base64,{picture}">'
        caption = f"<b>{escape(self.heading)}</b><br>{escape(self.subtitle)}"
        return f"<figure><figcaption>{caption}</figcaption>{image}<p>{escape(line(self.sources))}</p></figure>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        words = f"{self.heading}. {self.alt}"
        return {MIME: records.plain(self), "text/html": self._repr_html_(), "text/plain": words}


def show(
    draw: Draw,
    name: str,
    *,
    data: pd.DataFrame,
    title: str,
    subtitle: str,
    alt: str,
    holds: Any = None,
    rows: Any = None,
    column: Column | None = None,
    heights: tuple[int, int] | None = None,
    low_confidence: str = "",
    may_pass_on: str = "",
) -> None:
    """Check a figure, then display it with title, source line and alternative text.

    ``draw(ax)`` draws on one matplotlib axes and ``show`` does the layout, as ``docs/figures.md`` says;
    ``draw(fig, narrow)`` fills an empty figure and lays it out itself. Either is called for the page (856 px wide) and
    for phones (328 px, ``narrow`` true). ``name`` is the figure's name in its notebook, also of its files.

    ``data`` is what is drawn, saved as CSV; ``rows`` are the loaded rows or Values behind it, where it is computed.
    ``title`` is the finding, ``holds`` the condition on which it stands; ``subtitle`` says measure, unit, place and
    period, ``alt`` what the figure shows and the values that matter. ``column`` is a heading, and for each named row
    of ``draw(ax)`` a text at its right edge. ``heights`` are px, wide and narrow; without it, named rows take what
    they need, other figures 300 and 360. ``low_confidence`` says why rows of low confidence are drawn,
    ``may_pass_on`` why computed data may be given as CSV although a source's table may not: counts of ours, say.

    Raises FigureError, which names the figure, the width and the place: a text is missing; a label cannot be read;
    data leave their axes; nothing is drawn; a colour is not of the theme.
    """
    for key, text in {"title": title, "subtitle": subtitle, "alt": alt}.items():
        if not text.strip():
            raise FigureError(f"{key}= is empty", where=f"figure {name}", fix="A reader needs it")
    if not isinstance(data, pd.DataFrame) or data.empty:
        raise FigureError("data= is no table with rows", where=f"figure {name}", fix="Pass what is drawn")
    ids, source_ids = _rows_behind(name, data, rows)
    refuse_low(ids, low_confidence)
    drawn, figure = drawings(draw, name, heights, column)
    guard = None if holds is None else bool(holds)
    _drawn[name] = figure, (subtitle if guard is False else title, subtitle, line(source_ids))
    made = {**drawn, "csv": to_csv(data, source_ids, may_pass_on)}
    display(Shown(name, title, subtitle, alt, guard, tuple(ids), tuple(source_ids), **made))


def pictures(thumb: bool = True) -> dict[str, dict[str, str]]:
    """``png`` (base64) and, if asked for, ``thumb`` (SVG) by the name of each figure shown since the last call.

    Made when a page is printed, not when a figure is shown: JupyterLab needs neither.
    """
    made = {name: drawing.pictures(figure, name, words, thumb) for name, (figure, words) in _drawn.items()}
    _drawn.clear()
    return made


def _rows_behind(name: str, data: pd.DataFrame, rows: Any) -> tuple[list[str], list[str]]:
    try:
        return trace(data if rows is None else rows)
    except CiteError as error:
        fix = "Pass rows=, the loaded rows behind data" if rows is None else error.fix
        raise FigureError(error.problem, where=f"figure {name}", fix=fix) from None


def to_csv(data: pd.DataFrame, source_ids: list[str], may_pass_on: str = "") -> str:
    """What is drawn, as CSV; where a source's terms forbid passing its table on, only where to get it."""
    data = data[[column for column in data.columns if not str(column).endswith(("_first", "_last"))]]
    closed = [get(source_id) for source_id in source_ids if not republishable([source_id])]
    if not closed or may_pass_on:
        return str(data.to_csv(lineterminator="\n", float_format="%.10g"))
    first: dict[str, str] = {}
    for source in closed:
        first.setdefault(source.publisher, source.url)
    places = "; ".join(f"{publisher}: {url}" for publisher, url in first.items())
    note = f'"Left out, because the terms of the source do not allow passing its tables on. See {places}"\n'
    kept = _republishable(data)
    return note if kept.empty else str(kept.to_csv(lineterminator="\n")) + note


def _republishable(data: pd.DataFrame) -> pd.DataFrame:
    """Rows whose own sources may be passed on: none of a computed table."""
    try:
        ids = row_ids(data)
    except CiteError:
        return data.head(0)
    return data[[republishable(sources_of([row])) for row in ids]] if len(ids) == len(data) else data.head(0)
