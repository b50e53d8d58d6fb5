"""Colours by role and by entity, each with its dark twin, and what matplotlib has to know of them.

A notebook writes ``color="role:subject"`` or ``color="org:Meta"``. No light hex serves two names: matplotlib writes
hexes, and a drawing learns from them which name, and so which dark twin, was meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from matplotlib import RcParams, colors, font_manager, rc_params_from_file

from afterllama.figures import fonts

# name: (light, dark)
COLOURS = {
    "role:subject": ("#1b4f9c", "#7fb0f2"),
    "role:context": ("#7f8a96", "#7d8792"),
    "role:atleast": ("#c9d8ee", "#27405f"),
    "role:faint": ("#c9ced4", "#414851"),
    "role:ink": ("#1a1d21", "#e9ebed"),
    "role:second": ("#545d68", "#a8b0b9"),
    "role:grid": ("#dde1e5", "#31373e"),
    "role:paper": ("#fdfdfd", "#15181b"),
    "role:second subject": ("#a4501a", "#e8935c"),
    "role:third subject": ("#5d7a1f", "#a9c765"),
    "verdict:holds": ("#08758a", "#4fc9e6"),
    "verdict:imprecise": ("#99630f", "#eaa23c"),
    "verdict:does not hold": ("#85171f", "#f5655c"),
    "verdict:unsettled": ("#4f565f", "#939da8"),
    "verdict:opinion": ("#1a1d22", "#e9ebec"),
    "org:Meta": ("#1b4f9d", "#7fb0f3"),
    "org:OpenAI": ("#1d7a5f", "#63c9a4"),
    "org:Google": ("#a86408", "#e8ab4f"),
    "org:Anthropic": ("#93346d", "#dd8fc0"),
    "org:Alibaba": ("#6a4aa8", "#b59cea"),
    "org:DeepSeek": ("#2f6f86", "#74bcd4"),
    "org:Moonshot": ("#7a5230", "#cfa27a"),
    "org:Z.ai": ("#96412f", "#ea9280"),
    "org:xAI": ("#3f4752", "#b3bcc6"),
    "org:Microsoft": ("#54711d", "#a6c45f"),
    "org:Amazon": ("#b0560f", "#f0a05a"),
    "region:United States": ("#1b4f9b", "#7fb0f1"),
    "region:China": ("#b23a2a", "#f28a76"),
    "region:Europe": ("#5f7a1c", "#abc764"),
    "region:other": ("#7f8a97", "#7d8793"),
}


def variable(name: str) -> str:
    """The custom property of a colour: ``--role-subject``."""
    return "--" + "".join(letter if letter.isalnum() else "-" for letter in name)


def scheme(names: Iterable[str] = COLOURS) -> str:
    """Style rules that give colours their value, light and dark. ``screen`` keeps print light."""
    kept = [name for name in COLOURS if name in set(names)]
    light, dark = (";".join(f"{variable(name)}:{COLOURS[name][night]}" for name in kept) for night in (0, 1))
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


@lru_cache(maxsize=1)
def install() -> RcParams:
    """Register colours and fonts with matplotlib, and read the style sheet, once; returns what it sets."""
    colors.get_named_colors_mapping().update({name: light for name, (light, _) in COLOURS.items()})
    for path in fonts.whole(fonts.SANS).values():
        font_manager.fontManager.addfont(str(path))
    return rc_params_from_file(Path(__file__).with_name("afterllama.mplstyle"), use_default_template=False)
