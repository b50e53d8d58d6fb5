"""Renderers that share what they know of texts: left to itself, matplotlib asks the fonts for each figure and pass."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

Sizes = tuple[float, float, float]


class _Measuring(RendererBase):
    """Texts have one size in every drawing, that of their unhinted outlines, as in a browser."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Any:
        """Width, height and descent of a line, px."""
        return tuple(map(self.points_to_pixels, _extent(s, prop, ismath)))

    def _get_font_height_metrics(self, prop: FontProperties) -> Any:  # where matplotlib looks before it reads a font
        return tuple(map(self.points_to_pixels, _height(prop.copy())))


class SVG(_Measuring, RendererSVG):
    """Writes SVG."""


class Agg(_Measuring, RendererAgg):
    """Paints pixels."""


def measure(figure: Figure, renderer: RendererBase) -> None:
    """Let a renderer measure the texts of a figure, before it draws them or another does."""
    vars(figure.canvas)["get_renderer"] = lambda: renderer  # where matplotlib looks for it


@lru_cache(maxsize=4096)
def _extent(words: str, font: FontProperties, ismath: Any) -> Sizes:
    """Width, height and descent of a line, points; matplotlib passes a copy of the font, so that no key changes."""
    return text_to_path.get_text_width_height_descent(words, font, ismath)


@lru_cache(maxsize=64)
def _height(font: FontProperties) -> Sizes:
    """Ascent, descent and gap between lines of a font, points: what matplotlib reads for each text anew."""
    face = get_font(findfont(font))
    table: Any = face.get_sfnt_table("OS/2")
    scale = font.get_size_in_points() / face.units_per_EM
    return scale * table["sTypoAscender"], -scale * table["sTypoDescender"], scale * table["sTypoLineGap"]
