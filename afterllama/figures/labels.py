"""Can every text be read? Measured with the renderer on the canvas of a figure that has been drawn, px at 72 dpi."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib import colors
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase

from afterllama.figures import theme
from afterllama.figures.ink import Ink

_SLACK = 1.0  # boxes of neighbours may touch
_LEADING = 0.18  # part of the height of a text, above and below, that letters leave empty
# Words stay readable on what is as pale as these, or as faint.
_FAINT = 0.3
_GROUND = {theme.COLOURS[f"role:{name}"][0] for name in ("grid", "paper", "atleast", "faint")}


def problems(figure: Figure, inks: Iterable[Ink]) -> list[str]:
    """Texts that cannot be read, and why.

    A text may not meet another text, leave the canvas, or lie over a bar, a line or a mark. It may stand wholly
    inside a bar, on pale ground, on the grid, and anywhere on a box of its own that is drawn over what is there.
    """
    texts = shown(figure)
    labels = [(text.get_text().replace("\n", " "), _box(text)) for text in texts]
    found = [f"{words!r} leaves the canvas" for words, box in labels if not _within(box, figure.bbox)]
    for position, (words, box) in enumerate(labels):
        found += [f"{words!r} over {other!r}" for other, area in labels[position + 1 :] if _overlap(box, area)]
    strong = [ink for ink in inks if any(alpha > _FAINT for name, alpha in ink.colours.items() if name not in _GROUND)]
    for text, (words, box) in zip(texts, labels, strict=True):
        found += [f"{words!r} over {kind}" for kind in sorted({ink.kind for ink in strong if _crosses(text, box, ink)})]
    return found


def shown(figure: Figure) -> list[Text]:
    """The texts that are seen."""
    texts = [artist for artist in figure.findobj(Text) if artist.get_visible() and artist.get_text().strip()]
    # An axis keeps tick labels outside its limits; they are never drawn.
    hidden = {id(label) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for label in _unused(axes, axis)}
    return [text for text in dict.fromkeys(texts) if id(text) not in hidden and _in_view(text)]


def _unused(axes: Axes, axis: Axis) -> list[Text]:
    low, high = sorted(axis.get_view_interval())
    edge = 1e-9 * (high - low)
    drawn = axes.axison and axis.get_visible()
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    unused = [tick for tick in ticks if not (drawn and low - edge <= tick.get_loc() <= high + edge)]
    return [label for tick in unused for label in (tick.label1, tick.label2)]


def _in_view(text: Text) -> bool:
    return text.axes is None or text.axes.get_visible()


def _box(text: Text) -> Bbox:
    return Bbox(text.get_window_extent().get_points())


def _overlap(one: Bbox, other: Bbox) -> bool:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(width > _SLACK and height > _SLACK + 2)


def _within(box: Bbox, area: BboxBase) -> bool:
    edge = area.padded(_SLACK)
    return bool(edge.x0 <= box.x0 and box.x1 <= edge.x1 and edge.y0 <= box.y0 and box.y1 <= edge.y1)


def _crosses(text: Text, box: Bbox, ink: Ink) -> bool:
    """Do the letters meet the ink, partly in it and partly out?"""
    line = box.height / (text.get_text().count("\n") + 1)
    aside, above = _SLACK - ink.half, _LEADING * line - ink.half
    letters = Bbox.from_extents(box.x0 + aside, box.y0 + above, box.x1 - aside, box.y1 - above)
    if ink.order <= text.get_zorder() and _has_ground(text):
        return False
    inside = ink.filled and bool(ink.path.contains_points(letters.corners()).all())
    return not inside and bool(ink.path.intersects_bbox(letters, filled=ink.filled))


def _has_ground(text: Text) -> bool:
    patch = text.get_bbox_patch()
    return patch is not None and colors.to_rgba(patch.get_facecolor())[3] == 1
