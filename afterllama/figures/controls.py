"""Controls for asking "what if?" in JupyterLab: labelled, with units, by keyboard too. The notebook computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd
from IPython.display import display

Number = tuple[str, float, float, float, float]
Choice = tuple[str, str, Sequence[str]]
_STYLE = {"description_width": "330px"}
_WIDTH = widgets.Layout(width="500px")


def what_if(answer: Callable[..., Any], controls: Mapping[str, Number | Choice], use: Callable[..., str]) -> None:
    """Show controls and, below them, the answer for what they are set to.

    Parameters
    ----------
    answer : called with the value of every control by name, at the start and on each change; returns a text,
        a frame or a styled frame. It should take less than a tenth of a second.
    controls : by name of an argument of ``answer``: ``(label with unit, default, low, high, step)`` for a
        number, ``(label, default, choices)`` for a choice.
    use : called in the same way by the button "Use these values"; returns the line that reproduces the answer.
    """
    shown = panel(answer, controls, use)._repr_mimebundle_()
    labels = "; ".join(entry[0] for entry in controls.values())
    display({**shown, "text/plain": f"Controls: {labels}"}, raw=True)


def panel(answer: Callable[..., Any], controls: Mapping[str, Number | Choice], use: Callable[..., str]) -> widgets.VBox:
    """What ``what_if`` shows."""
    made = {name: _control(entry) for name, entry in controls.items()}
    shown, line = widgets.HTML(), widgets.Textarea(description="To copy", layout=widgets.Layout(width="700px"))
    reset = widgets.Button(description="Reset", tooltip="Back to the values of this notebook")
    take = widgets.Button(description="Use these values", tooltip="Print the line that reproduces this answer")

    def values() -> dict[str, Any]:
        return {name: control.value for name, control in made.items()}

    def refresh(change: Any = None) -> None:
        shown.value = html(answer, values())
        line.layout.visibility = "hidden"

    def put_back(button: Any) -> None:
        for name, control in made.items():
            control.value = _start(controls[name])

    def print_line(button: Any) -> None:
        line.value = use(**values())
        line.layout.visibility = "visible"

    for control in made.values():
        control.observe(refresh, "value")
    reset.on_click(put_back)
    take.on_click(print_line)
    refresh()
    return widgets.VBox([*made.values(), widgets.HBox([reset, take]), shown, line])


def _control(entry: Number | Choice) -> Any:
    """A field to type or step in, or a list to choose from; unlike a slider, both tell a screen reader their label."""
    if len(entry) == 3:
        label, chosen, choices = entry
        return widgets.Dropdown(description=label, options=list(choices), value=chosen, style=_STYLE, layout=_WIDTH)
    label, _, low, high, step = entry
    limits = {"min": low, "max": high, "step": step, "continuous_update": True}
    return widgets.BoundedFloatText(description=label, value=_start(entry), **limits, style=_STYLE, layout=_WIDTH)


def _start(entry: Number | Choice) -> Any:
    """The value that a control starts from; numbers to six digits, as many as a field can show."""
    return entry[1] if len(entry) == 3 else float(f"{entry[1]:.6g}")


def html(answer: Callable[..., Any], values: Mapping[str, Any]) -> str:
    """An answer as HTML; an impossible setting gives its message, not a traceback."""
    try:
        found = answer(**values)
    except Exception as error:  # a control must stay usable whatever it is set to
        return f"<p><b>No answer:</b> {type(error).__name__}: {error}</p>"
    if isinstance(found, pd.DataFrame):
        found = found.style
    text = found.to_html() if hasattr(found, "to_html") else f"<p>{found}</p>"
    # Read out by a screen reader when it changes.
    return f'<div role="status" aria-live="polite">{text}</div>'
