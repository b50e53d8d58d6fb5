"""After Llama: rows with sources go in, numbers that carry their sources come out.

A notebook imports four verbs: ``load`` a table, ``cite`` a number, ``show`` a figure, ``judge`` a claim. They are
imported on first use, so that the command line does not wait for pandas and matplotlib.
"""

from typing import TYPE_CHECKING

import lazy_loader

if TYPE_CHECKING:
    from afterllama.evidence.claims import judge as judge
    from afterllama.evidence.values import cite as cite
    from afterllama.evidence.values import load as load
    from afterllama.figures.show import show as show

_VERBS = {"evidence.claims": ["judge"], "evidence.values": ["cite", "load"], "figures.show": ["show"]}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_VERBS)
