import pytest

from afterllama.run.clean import unclean
from afterllama.run.lint import lint, typed_numbers
from tests.conftest import SAMPLE, changed, write_notebook


@pytest.mark.parametrize(
    "text",
    [
        "On 8 April 2026 the share rose",
        "in April 2026, and in 2025",
        "from Q2 2026 to Q3",
        "9 to 10 April",
        "the Form 10-K",
    ],
)
def test_dates_names_code_and_live_numbers_may_stand(text):
    assert typed_numbers(text, ("10-K",)) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It rose 9% that day", "9%"),
        ("about 72.2 billion", "72.2"),
        ("the 10-Q", "10-Q"),
        ("version 4.1 of it", "4.1"),
        ("a 3-fold rise", "3-fold"),
    ],
)
def test_typed_numbers_are_found(text, number):
    assert typed_numbers(text, ("10-K",)) == [number]


def test_the_longest_allowed_name_is_taken_and_no_part_of_another_word():
    assert typed_numbers("Llama 4 Scout and Llama 4", ("Llama 4", "Llama 4 Scout 2")) == []
    assert typed_numbers("Llama 4 Scout 2", ("Llama 4", "Llama 4 Scout 2")) == []
    assert typed_numbers("Llama 4.1, Llama 45", ("Llama 4",)) == ["4.1,", "45"]
    assert typed_numbers("a 7", ()) == ["7"]


def test_sound_notebook_breaks_no_rule(project):
    path = write_notebook(project, "06_sample")
    assert lint(path) == []
    assert unclean(path) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("It began at {eval}`first_low`", "It began at 115", "typed number '115'"),
        ("## The floor rose", "## The floor rose {eval}`first_low`", "no live number in a heading"),
        ("{eval}`first_low` dollars", "{eval}`first_low.value` dollars", "only a bare name"),
        ("cite(growth,", "cite(0.59,", "a literal is cited"),
        ('how="low end"', 'how="low end of 3"', "typed number '3' in how="),
        ('rows=guidance.head(1), how="low end"', 'guidance.head(1), "low end of 3"', "typed number '3' in how="),
        ("cite(growth,", "cite([growth, 0.59],", "a literal is cited"),
        ('how="low end"', 'how="low end", given="our 3 years"', "typed number '3' in given="),
        ('subtitle="USD billion"', 'subtitle="USD 10 billion"', "in subtitle="),
        ('title="The floor rose"', 'title="It rose 13%"', "in title="),
        ('alt=f"Range bars from {first_low}"', 'alt="Range bars from 115"', "in alt="),
        ('holds=guidance["low"].is_monotonic_increasing', "holds=True", "the title is not guarded"),
        ("# Growth of the first guidance over spending\n", "", "begins with a comment"),
        ("first_low = cite", "growth_low = 1\nfirst_low = cite", "growth_low is shown in prose and assigned 2 times"),
        (
            'judge("floor", found=first_low)',
            'judge("floor", found=first_low)\njudge("floor", found=first_low)',
            "judged more than once",
        ),
        ("# What did Acme plan?", "What did Acme plan?", "the first cell is the question"),
    ],
)
def test_each_rule_is_named_with_its_cell(project, old, new, complaint):
    path = write_notebook(project, "06_sample", changed(SAMPLE, old, new))
    assert any(complaint in line for line in lint(path)), lint(path)


def test_missing_part_of_the_anatomy_is_named(project):
    path = write_notebook(project, "06_sample", tuple(cell for cell in SAMPLE if cell[1] != "methods"))
    assert lint(path) == ["06_sample.ipynb: exactly one cell is tagged 'methods'"]


def test_outputs_and_expression_results_are_unclean(project):
    import json

    path = write_notebook(project, "06_sample")
    notebook = json.loads(path.read_text())
    notebook["cells"][3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    notebook["cells"][1]["metadata"]["user_expressions"] = []
    path.write_text(json.dumps(notebook))
    assert [line.split(": ")[1] for line in unclean(path)] == ["holds results of expressions", "holds outputs"]


@pytest.mark.parametrize(
    "text",
    [
        "See {eval}`first_low` of it",
        "by `load('values/06')` and [a link](x_06.html)",
        "1. first\n2. second",
        "```\n42\n```",
        "$x^2$",
        ":::{dropdown} Answer\n{eval}`first_low`\n:::",
    ],
)
def test_numbers_in_code_addresses_lists_and_formulas_may_stand(project, text):
    cells = (*SAMPLE[:-1], ("md", "", text), SAMPLE[-1])
    assert lint(write_notebook(project, "06_sample", cells)) == []


@pytest.mark.parametrize(
    "text", ["It rose **9%**", ":::{dropdown} In 3 steps\nx\n:::", "| a |\n|---|\n| 42 |", "<p>42</p>"]
)
def test_typed_numbers_are_found_wherever_they_are_read(project, text):
    cells = (*SAMPLE[:-1], ("md", "", text), SAMPLE[-1])
    assert any("typed number" in line for line in lint(write_notebook(project, "06_sample", cells)))
