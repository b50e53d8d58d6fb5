"""Stylesheet, fonts and policy."""

from __future__ import annotations

import base64
import hashlib

from afterllama.page import jinja


def test_the_style_sheet_is_light_and_fetches_nothing() -> None:
    assert len(jinja.stylesheet()) <= 20_000
    assert "url(" not in jinja.stylesheet()


def test_the_policy_lets_these_styles_in_and_nothing_else() -> None:
    policy = jinja.policy("a{}", "b{}")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    digest = base64.b64encode(hashlib.sha256(b"a{}").digest()).decode()
    assert digest in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_paper_stays_light_where_the_screen_is_dark() -> None:
    css = jinja.stylesheet()
    assert css.count("prefers-color-scheme:dark") == css.count("@media screen and (prefers-color-scheme:dark)") == 1


def test_a_deep_link_jumps_without_a_slow_scroll() -> None:
    assert "scroll-behavior" not in jinja.stylesheet()


def test_print_and_settings_are_served() -> None:
    for query in ("forced-colors", "@media print", "min-width:1344px"):
        assert query in jinja.stylesheet()
