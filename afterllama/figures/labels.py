"""Do two labels of a figure collide, or does one leave the canvas? Measured with the renderer."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

_SLACK = 1.0  # px: boxes of neighbouring lines may touch


def collisions(figure: Figure) -> list[str]:
    """Descriptions of every pair of overlapping texts and every text that is cut off."""
    labels = [(text.get_text().replace("\n", " "), _box(text)) for text in _texts(figure)]
    canvas = Bbox(figure.bbox.get_points())
    found = [f"{words!r} leaves the canvas" for words, box in labels if _outside(box, canvas)]
    for position, (words, box) in enumerate(labels):
        found += [f"{words!r} over {other!r}" for other, area in labels[position + 1 :] if _overlap(box, area)]
    return found


def _texts(figure: Figure) -> list[Text]:
    texts = [artist for artist in figure.findobj(Text) if artist.get_visible() and artist.get_text().strip()]
    # An axis keeps tick labels outside its limits; they are never drawn.
    hidden = {id(label) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for label in _unused(axis)}
    return [text for text in dict.fromkeys(texts) if id(text) not in hidden and _in_view(text)]


def _unused(axis: object) -> list[Text]:
    drawn = {id(tick) for tick in axis._update_ticks()}  # type: ignore[attr-defined]
    ticks = [*axis.majorTicks, *axis.minorTicks]  # type: ignore[attr-defined]
    return [label for tick in ticks if id(tick) not in drawn for label in (tick.label1, tick.label2)]


def _in_view(text: Text) -> bool:
    return text.axes is None or text.axes.get_visible()


def _box(text: Text) -> Bbox:
    return Bbox(text.get_window_extent().get_points())


def _overlap(one: Bbox, other: Bbox) -> bool:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(width > _SLACK and height > _SLACK + 2)


def _outside(box: Bbox, canvas: Bbox) -> bool:
    return bool(
        box.x0 < canvas.x0 - _SLACK
        or box.x1 > canvas.x1 + _SLACK
        or box.y0 < canvas.y0 - _SLACK
        or box.y1 > canvas.y1 + _SLACK
    )
