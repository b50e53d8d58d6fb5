"""A notebook printed as a report from JupyterLab's own menu."""

import pytest

pytestmark = pytest.mark.slow


def test_export_menu_prints_the_open_notebook_as_a_report(lab):
    with lab.opened("01_timeline") as page:
        page.get_by_role("menuitem", name="File", exact=True).click()
        page.locator(".lm-Menu-item", has_text="Save and Export Notebook As").hover()
        with page.context.expect_event("request", lambda sent: "/nbconvert/" in sent.url) as asked:
            page.locator(".lm-Menu-item", has_text="Afterllama").click()
    text, headers = lab.fetch(asked.value.url)
    assert headers["Content-Disposition"].endswith("01_timeline.html")
    assert "<h1>What happened, and which forecasts came true?</h1>" in text
    assert "has not been run" in text
