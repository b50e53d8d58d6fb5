"""Controls for asking "what if?" in JupyterLab: labelled, with units, by keyboard too. The notebook computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd
from IPython.display import display

Number = tuple[str, float, float, float, float]
Choice = tuple[str, str, Sequence[str]]


def what_if(answer: Callable[..., Any], controls: Mapping[str, Number | Choice], use: Callable[..., str]) -> None:
    """Show controls and, below them, the answer for what they are set to.

    ``answer`` is called with the value of every control by name, at the start and on each change; it returns a text,
    a frame or a styled frame in less than a tenth of a second. ``controls`` are, by name of its arguments,
    ``(label with unit, default, low, high, step)`` for a number, ``(label, default, choices)`` for a choice. ``use``
    is called in the same way by the button "Use these values"; it returns the line that reproduces the answer.
    """
    labels = "; ".join(entry[0] for entry in controls.values())
    display({**panel(answer, controls, use)._repr_mimebundle_(), "text/plain": f"Controls: {labels}"}, raw=True)


def panel(answer: Callable[..., Any], controls: Mapping[str, Number | Choice], use: Callable[..., str]) -> widgets.VBox:
    """What ``what_if`` shows."""
    made = {name: _control(entry) for name, entry in controls.items()}
    start = {name: control.value for name, control in made.items()}
    shown, line = widgets.HTML(), widgets.Textarea(description="To copy", layout=widgets.Layout(width="700px"))
    reset = widgets.Button(description="Reset", tooltip="Back to the values of this notebook")
    take = widgets.Button(description="Use these values", tooltip="Print the line that reproduces this answer")

    def refresh(change: Any = None) -> None:
        shown.value = _html(answer, {name: control.value for name, control in made.items()})
        line.layout.visibility = "hidden"

    def put_back(button: Any) -> None:
        for name, control in made.items():
            control.value = start[name]

    def print_line(button: Any) -> None:
        line.value = use(**{name: control.value for name, control in made.items()})
        line.layout.visibility = "visible"

    for control in made.values():
        control.observe(refresh, "value")
    reset.on_click(put_back)
    take.on_click(print_line)
    refresh()
    return widgets.VBox([*made.values(), widgets.HBox([reset, take]), shown, line])


def _control(entry: Number | Choice) -> Any:
    """A field to type or step in, or a list to choose from; unlike a slider, both tell a screen reader their label."""
    look = {"style": {"description_width": "330px"}, "layout": widgets.Layout(width="500px")}
    if len(entry) == 3:
        return widgets.Dropdown(description=entry[0], value=entry[1], options=list(entry[2]), **look)
    label, value, low, high, step = entry
    limits = {"min": low, "max": high, "step": step, "continuous_update": True}
    # six digits, as many as a field can show
    return widgets.BoundedFloatText(description=label, value=float(f"{value:.6g}"), **limits, **look)


def _html(answer: Callable[..., Any], values: Mapping[str, Any]) -> str:
    """An answer as HTML; an impossible setting gives its message, not a traceback."""
    try:
        found = answer(**values)
    except Exception as error:  # a control must stay usable whatever it is set to
        return f"<p><b>No answer:</b> {type(error).__name__}: {error}</p>"
    styled = found.style if isinstance(found, pd.DataFrame) else found
    text = styled.to_html() if hasattr(styled, "to_html") else f"<p>{styled}</p>"
    # Read out by a screen reader when it changes.
    return f'<div role="status" aria-live="polite">{text}</div>'
