"""What the fork server imports last; only the server imports it, and every kernel that it forks has it in memory."""

import gc
import sys
from importlib import import_module

import pandas
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_VERBS = ("afterllama.evidence.claims", "afterllama.evidence.values", "afterllama.figures.show")
_MODULES = ("ipykernel.ipkernel", "ipykernel.kernelapp", "ipywidgets", "matplotlib.pyplot", "scipy.optimize", *_VERBS)

sys.modules["debugpy"] = None  # type: ignore[assignment]  # a kernel looks for it, and nobody attaches a debugger here
for name in _MODULES:
    import_module(name)
canvas = FigureCanvasAgg(Figure())
canvas.figure.add_subplot().plot([0, 1])
canvas.draw()  # finds fonts and fills caches
pandas.DataFrame({"": [0]}).style.to_html()  # compiles its templates
gc.collect()
gc.freeze()  # the collector would write to every page, and a page that is written to is copied
