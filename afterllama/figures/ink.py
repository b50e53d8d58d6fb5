"""What is drawn in an axes that is no text: bars, lines, marks and areas as outlines on the canvas, px at 72 dpi."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import cbook, colors
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

_NOTHING = ("None", "", " ", None)


@dataclass(frozen=True)
class Ink:
    """One thing drawn: its outline, or for a line its course and half its width."""

    kind: str
    path: Path
    colours: dict[str, float]  # opacity by hex, of edge and face, as far as they are seen
    order: float  # of drawing
    clipped: bool  # at the edge of the axes
    half: float = 0
    reach: float = 0  # how far a mark is seen around its point

    @property
    def filled(self) -> bool:
        return self.kind != "a line"


def of(axes: Axes) -> list[Ink]:
    """All that is drawn in an axes; the grid and arrows of annotations do not count."""
    found: list[Ink] = []
    for artist in axes.get_children():
        if not artist.get_visible():
            continue
        if isinstance(artist, Line2D):
            found += _of_line(artist)
        elif isinstance(artist, Patch) and artist is not axes.patch and not isinstance(artist, FancyArrowPatch):
            found += _of_patch(artist)
        elif isinstance(artist, Collection):
            found += _of_collection(artist)
    return [ink for ink in found if ink.colours and np.size(ink.path.vertices)]


def _of_line(line: Line2D) -> Iterator[Ink]:
    data, transform = np.asarray(line.get_xydata(), float), line.get_transform()
    drawn: Any = {"order": line.get_zorder(), "clipped": line.get_clip_on()}
    if line.get_linestyle() not in _NOTHING and line.get_linewidth():
        steps = cbook.STEP_LOOKUP_MAP[line.get_drawstyle()](*data.T)
        course = transform.transform_path(Path(np.column_stack(steps))).cleaned(remove_nans=True)
        yield Ink("a line", course, seen([line.get_color()]), half=line.get_linewidth() / 2, **drawn)
    if line.get_marker() not in _NOTHING:
        look = seen([line.get_markeredgecolor(), line.get_markerfacecolor()])
        yield from _marks(transform.transform(data), line.get_markersize() / 2, look, **drawn)


def _of_patch(patch: Patch) -> Iterator[Ink]:
    look = seen([patch.get_facecolor(), *([patch.get_edgecolor()] if patch.get_linewidth() else [])])
    path = patch.get_transform().transform_path(patch.get_path())
    yield Ink("a bar", path, look, patch.get_zorder(), patch.get_clip_on())


def _of_collection(collection: Collection) -> Iterator[Ink]:
    edges, faces = np.asarray(collection.get_edgecolor()), np.asarray(collection.get_facecolor())
    drawn: Any = {"order": collection.get_zorder(), "clipped": collection.get_clip_on()}
    if isinstance(collection, PathCollection):
        at = collection.get_offset_transform().transform(np.asarray(collection.get_offsets(), float))
        half = float(np.sqrt(np.max(collection.get_sizes(), initial=0)) / 2)
        yield from _marks(at, half, seen([*edges, *faces]), **drawn)
        return
    lines = isinstance(collection, LineCollection)
    widths = np.atleast_1d(collection.get_linewidth())
    for number, path in enumerate(collection.get_paths()):
        look = seen(part[number % len(part)] for part in ([edges] if lines else [edges, faces]) if len(part))
        shape = collection.get_transform().transform_path(path).cleaned(remove_nans=True)
        half = float(widths[number % len(widths)]) / 2 if lines else 0
        yield Ink("a line" if lines else "an area", shape, look, half=half, **drawn)


def _marks(points: NDArray[np.float64], half: float, look: dict[str, float], **drawn: Any) -> Iterator[Ink]:
    for x, y in points[np.isfinite(points).all(axis=1)]:
        box = Bbox.from_extents(x - half, y - half, x + half, y + half)
        outline = Path([*box.corners()[[0, 1, 3, 2, 0]]])
        yield Ink("a mark", outline, look, reach=half, **drawn)


def seen(given: Iterable[Any]) -> dict[str, float]:
    """Opacity of the colours by their hex, without those that are transparent."""
    opacity = {colors.to_hex(colour): colors.to_rgba(colour)[3] for colour in given}
    return {name: alpha for name, alpha in opacity.items() if alpha > 0}
