"""What would mislead or lose a reader of a figure, measured on its canvas once it has been drawn; px at 72 dpi."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import colors
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase
from numpy.typing import NDArray

from afterllama.figures import theme

NOTHING = ("None", "", " ", None)  # linestyles and markers that draw nothing
_SQUARE = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
_SLACK, _EDGE = 1.0, 1.5  # how far boxes may reach into each other, and data over the edge of the axes
_NOWHERE = 1e5  # where matplotlib draws zero on a log axis
_LEADING = 0.18  # part of the height of a text, above and below, that letters leave empty
# Words stay readable on what is as pale as these, or as faint.
_FAINT = 0.3
_GROUND = {theme.COLOURS[f"role:{name}"][0] for name in ("grid", "paper", "atleast", "faint")}


@dataclass(frozen=True)
class Ink:
    """One thing drawn: its outline, or for a line its course and half its width."""

    artist: Artist
    kind: str
    path: Path
    colours: dict[str, float]  # opacity by hex, of edge and face, as far as they are seen
    half: float = 0
    reach: float = 0  # how far a mark is seen around its point

    @property
    def extent(self) -> Bbox:
        """Box around the data."""
        return self.path.get_extents().padded(-self.reach)


def drawn_in(axes: Axes) -> list[Ink]:
    """All that is drawn in an axes; the grid and arrows of annotations do not count."""
    found: list[Ink] = []
    for artist in axes.get_children():
        if not artist.get_visible():
            continue
        if isinstance(artist, Line2D):
            found += _of_line(artist)
        elif isinstance(artist, Collection):
            found += _of_collection(artist)
        elif isinstance(artist, Patch) and artist is not axes.patch and not isinstance(artist, FancyArrowPatch):
            look = [artist.get_facecolor(), *([artist.get_edgecolor()] if artist.get_linewidth() else [])]
            found.append(Ink(artist, "a bar", artist.get_transform().transform_path(artist.get_path()), _seen(look)))
    return [ink for ink in found if ink.colours and np.size(ink.path.vertices)]


def _of_line(line: Line2D) -> Iterator[Ink]:
    if line.get_linestyle() not in NOTHING and line.get_linewidth():
        course = line.get_transform().transform_path(line.get_path()).cleaned(remove_nans=True)
        yield Ink(line, "a line", course, _seen([line.get_color()]), half=line.get_linewidth() / 2)
    if line.get_marker() not in NOTHING:
        at = line.get_transform().transform(np.asarray(line.get_xydata(), float))
        look = [line.get_markeredgecolor(), line.get_markerfacecolor()]
        yield from _marks(line, at, line.get_markersize() / 2, look)


def _of_collection(collection: Collection) -> Iterator[Ink]:
    edges, faces = np.asarray(collection.get_edgecolor()), np.asarray(collection.get_facecolor())
    if isinstance(collection, PathCollection):
        at = collection.get_offset_transform().transform(np.asarray(collection.get_offsets(), float))
        half = float(np.sqrt(np.max(collection.get_sizes(), initial=0)) / 2)
        yield from _marks(collection, at, half, [*edges, *faces])
        return
    lines = isinstance(collection, LineCollection)
    widths = np.atleast_1d(collection.get_linewidth()) if lines else [0]
    for number, path in enumerate(collection.get_paths()):
        look = _seen(part[number % len(part)] for part in ([edges] if lines else [edges, faces]) if len(part))
        shape = collection.get_transform().transform_path(path).cleaned(remove_nans=True)
        yield Ink(collection, "a line" if lines else "an area", shape, look, half=widths[number % len(widths)] / 2)


def _marks(artist: Artist, points: NDArray[np.float64], half: float, look: Iterable[Any]) -> Iterator[Ink]:
    colours = _seen(look)
    for point in points[np.isfinite(points).all(axis=1)]:
        yield Ink(artist, "a mark", Path(point + half * _SQUARE), colours, reach=half)


def _seen(given: Iterable[Any]) -> dict[str, float]:
    """Opacity of the colours by their hex, without those that are transparent."""
    opacity = {colors.to_hex(colour): colors.to_rgba(colour)[3] for colour in given}
    return {name: alpha for name, alpha in opacity.items() if alpha > 0}


def faults(figure: Figure) -> list[str]:
    """Faults of a figure that has been drawn, each in words: see ``docs/figures.md``."""
    seen = [axes for axes in figure.axes if axes.get_visible()]
    drawn = [one for axes in seen for one in drawn_in(axes)]
    empty = [] if drawn or any(axes.images for axes in seen) else ["nothing is drawn"]
    outside = dict.fromkeys(words for one in drawn for words in _leaves(one))
    texts = _shown(figure)
    used = {colour for one in drawn for colour in one.colours} | set(_seen(text.get_color() for text in texts))
    strange = sorted(used - {light for light, _ in theme.COLOURS.values()})
    words = [f"colour {colour} is not of the theme" for colour in strange]
    return [*empty, *outside, *_unreadable(figure, texts, drawn), *words]


def within(box: BboxBase, area: BboxBase) -> bool:
    """Whether a box lies in an area, or on its edge."""
    edge = area.padded(_SLACK)
    return bool(edge.x0 <= box.x0 and box.x1 <= edge.x1 and edge.y0 <= box.y0 and box.y1 <= edge.y1)


def _leaves(one: Ink) -> Iterator[str]:
    """Data that the edge of the axes cuts off."""
    axes = one.artist.axes
    if axes is None or not one.artist.get_clip_on():
        return
    values = axes.transData.inverted().transform_bbox(one.extent)
    ends, forms = (axes.get_xlim(), axes.get_ylim()), (axes.format_xdata, axes.format_ydata)
    parts = one.extent.get_points().T, axes.bbox.get_points().T, values.get_points().T, ends, forms
    for (low, high), (first, last), data, limits, form in zip(*parts, strict=True):
        if -_NOWHERE < low < first - _EDGE or last + _EDGE < high < _NOWHERE:
            told, limit = (" to ".join(_told(form, value) for value in pair) for pair in (data, limits))
            yield f"{one.kind} leaves the axes: {told}, where they show {limit}"


def _told(form: Callable[[float], str], value: float) -> str:
    """A date as the axis writes it, a number as short as it can be."""
    try:
        float(form(value).replace("\N{MINUS SIGN}", "-").replace(",", "") or value)
    except ValueError:
        return form(value)
    return f"{value:.4g}"


def _shown(figure: Figure) -> list[Text]:
    """The texts that are seen."""
    texts = [artist for artist in figure.findobj(Text) if artist.get_visible() and artist.get_text().strip()]
    hidden: set[Text] = set()
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        edge, off = 1e-9 * (high - low), not (axis.axes.axison and axis.get_visible())
        # An axis keeps tick labels outside its limits; they are never drawn.
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if off or not low - edge <= tick.get_loc() <= high + edge:
                hidden |= {tick.label1, tick.label2}
    seen = [text for text in texts if text.axes is None or text.axes.get_visible()]
    return [text for text in dict.fromkeys(seen) if text not in hidden]


def _unreadable(figure: Figure, texts: list[Text], inks: Iterable[Ink]) -> list[str]:
    """Texts that meet another text, leave the canvas, or lie over a bar, a line or a mark.

    A text may stand wholly inside a bar, on pale ground, and anywhere on a box of its own drawn over what is there.
    """
    words = {text: repr(text.get_text().replace("\n", " ")) for text in texts}
    boxes = {text: Bbox(text.get_window_extent().get_points()) for text in texts}
    found = [f"{words[text]} leaves the canvas" for text in texts if not within(boxes[text], figure.bbox)]
    places = _corners(boxes.values())
    meeting = np.argwhere(np.triu((_shared(places, places) > (_SLACK, _SLACK + 2)).all(axis=-1), k=1))
    found += [f"{words[texts[one]]} over {words[texts[other]]}" for one, other in meeting]
    strong = [one for one in inks if any(alpha > _FAINT for name, alpha in one.colours.items() if name not in _GROUND)]
    extents = _corners(one.path.get_extents().padded(one.half) for one in strong)
    near = np.all(_shared(places, extents) >= 0, axis=-1)
    for text, row in zip(texts, np.atleast_2d(near), strict=True):
        kinds = {strong[at].kind for at in np.flatnonzero(row) if _crosses(text, boxes[text], strong[at])}
        found += [f"{words[text]} over {kind}" for kind in sorted(kinds)]
    return found


def _corners(boxes: Iterable[BboxBase]) -> NDArray[np.float64]:
    """Lower and upper corners of boxes, n by 2 by 2, px."""
    return np.array([box.get_points() for box in boxes]).reshape(-1, 2, 2)


def _shared(ones: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Width and height that each of n boxes has in common with each of m, n by m by 2; below zero where they part."""
    return np.asarray(np.minimum(ones[:, None, 1], others[:, 1]) - np.maximum(ones[:, None, 0], others[:, 0]))


def _crosses(text: Text, box: Bbox, one: Ink) -> bool:
    """Do the letters meet the ink, partly in it and partly out?"""
    ground = text.get_bbox_patch()
    if ground and colors.to_rgba(ground.get_facecolor())[3] == 1 and one.artist.get_zorder() <= text.get_zorder():
        return False
    line = box.height / (text.get_text().count("\n") + 1)
    letters = box.padded(one.half - _SLACK, one.half - _LEADING * line)
    filled = one.kind != "a line"
    inside = filled and bool(one.path.contains_points(letters.corners()).all())
    return not inside and bool(one.path.intersects_bbox(letters, filled=filled))
