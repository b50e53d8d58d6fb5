"""The controls without a browser: what they compute, and that they never break a notebook."""

import pandas as pd
import pytest

from afterllama.figures.controls import panel, what_if


def answer(sales, who):
    if who == "nobody":
        raise ValueError("nobody sells")
    return pd.DataFrame({"Sales": [f"{2 * sales:g} by {who}"]})


CONTROLS = {
    "sales": ("Sales, USD billion", 35.7142857, 0, 100, 0.5),
    "who": ("Seller", "Acme", ["Acme", "nobody"]),
}


@pytest.fixture
def parts():
    """Fields, buttons, answer and line of a panel."""
    box = panel(answer, CONTROLS, lambda **values: f"answer(**{values})")
    sales, who, buttons, shown, line = box.children
    return sales, who, *buttons.children, shown, line


def test_answer_follows_a_change_and_reset_puts_it_back(parts):
    sales, _, reset, _, shown, _ = parts
    assert "71.4286 by Acme" in shown.value
    sales.value = 12
    assert "24 by Acme" in shown.value
    reset.click()
    assert "71.4286 by Acme" in shown.value


def test_line_reproduces_the_answer_and_hides_when_it_is_old(parts):
    sales, _, _, take, _, line = parts
    sales.value = 12
    take.click()
    assert eval(line.value.removeprefix("answer(**").removesuffix(")")) == {"sales": 12.0, "who": "Acme"}
    assert line.layout.visibility == "visible"
    sales.value = 13
    assert line.layout.visibility == "hidden"


def test_value_beyond_the_range_is_held_at_its_end(parts):
    parts[0].value = 1000
    assert parts[0].value == 100


def test_impossible_setting_gives_a_sentence_and_the_controls_go_on(parts):
    _, who, reset, _, shown, _ = parts
    who.value = "nobody"
    assert "<b>No answer:</b> ValueError: nobody sells" in shown.value
    reset.click()
    assert "by Acme" in shown.value


def test_without_a_frontend_the_output_names_the_controls(monkeypatch):
    shown = []
    monkeypatch.setattr("afterllama.figures.controls.display", lambda data, raw: shown.append(data))
    what_if(answer, CONTROLS, lambda **values: "")
    assert shown[0]["text/plain"] == "Controls: Sales, USD billion; Seller"
    assert shown[0]["application/vnd.jupyter.widget-view+json"]["model_id"]
