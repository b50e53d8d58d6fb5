"""What would mislead or lose a reader of a figure, found on its canvas before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from afterllama.figures import ink, labels, theme

_SLACK = 1.5  # px
_NOWHERE = 1e5  # px: where matplotlib draws zero on a log axis


def faults(figure: Figure) -> list[str]:
    """Faults of a figure that has been drawn, each in words: see ``docs/figures.md``."""
    inks = {axes: ink.of(axes) for axes in figure.axes if axes.get_visible()}
    drawn = [one for axes in inks for one in inks[axes]]
    empty = [] if drawn or any(axes.images for axes in inks) else ["nothing is drawn"]
    outside = [words for axes in inks for one in inks[axes] for words in _leaves(axes, one)]
    return [*empty, *dict.fromkeys(outside), *labels.problems(figure, drawn), *_strange(figure, drawn)]


def _leaves(axes: Axes, one: ink.Ink) -> Iterator[str]:
    """Data that the edge of the axes cuts off."""
    drawn, seen = one.path.get_extents().padded(-one.reach).get_points().T, axes.bbox.get_points().T
    values = axes.transData.inverted().transform(one.path.get_extents().padded(-one.reach).get_points()).T
    ends, forms = (axes.get_xlim(), axes.get_ylim()), (axes.format_xdata, axes.format_ydata)
    for (low, high), (first, last), data, limits, form in zip(drawn, seen, values, ends, forms, strict=True):
        outside = -_NOWHERE < low < first - _SLACK or last + _SLACK < high < _NOWHERE
        if one.clipped and outside:
            told, limit = (" to ".join(_told(form, value) for value in pair) for pair in (data, limits))
            yield f"{one.kind} leaves the axes: {told}, where they show {limit}"


def _told(form: Callable[[float], str], value: float) -> str:
    """A date as the axis writes it, a number as short as it can be."""
    try:
        float(form(value).replace("\N{MINUS SIGN}", "-").replace(",", "") or value)
    except ValueError:
        return form(value)
    return f"{value:.4g}"


def _strange(figure: Figure, drawn: list[ink.Ink]) -> list[str]:
    """Colours that have no dark twin."""
    used = {colour for one in drawn for colour in one.colours}
    used |= set(ink.seen(text.get_color() for text in labels.shown(figure)))
    known = {light for light, _ in theme.COLOURS.values()}
    return [f"colour {colour} is not of the theme" for colour in sorted(used - known)]
