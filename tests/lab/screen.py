"""What a person at JupyterLab does and sees: open a notebook, restart and run all, read the page."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, TimeoutError

PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# Cells may have run before anyone looks again: whether they began is noted as it happens.
_WATCH = """(panel) => {
  const page = document.querySelector(panel);
  const running = () => [...page.querySelectorAll('.jp-InputPrompt')].some(x => x.textContent.includes('*'));
  page.began = false;
  new MutationObserver((_, watch) => running() && (page.began = true) && watch.disconnect())
    .observe(page, {subtree: true, childList: true, characterData: true});
}"""
_FINISHED = """(panel) => {
  const prompts = [...document.querySelectorAll(panel + ' .jp-CodeCell .jp-InputPrompt')].map(x => x.textContent);
  const bar = document.querySelector('#jp-main-statusbar').textContent;
  return document.querySelector(panel).began && prompts.every(text => !text.includes('*'))
    && bar.includes('Idle') && !document.querySelector('.jp-Dialog');
}"""
_STATE = """(panel) => ({
  began: document.querySelector(panel)?.began,
  prompts: [...document.querySelectorAll(panel + ' .jp-CodeCell .jp-InputPrompt')].map(x => x.textContent),
  bar: document.querySelector('#jp-main-statusbar').textContent,
  dialogs: [...document.querySelectorAll('.jp-Dialog')].map(x => x.textContent),
  panels: [...document.querySelectorAll('.jp-NotebookPanel')].map(x => x.id + ' ' + x.className),
})"""
# jupyterlab-myst evaluates what it has drawn: whoever runs a notebook waits, as with any page, until it is there.
_DRAWN = """(panel) => {
  const cells = [...document.querySelectorAll(panel + ' .jp-MarkdownCell')];
  return cells.length > 0 && cells.every(cell => cell.querySelector('.myst')?.textContent.trim());
}"""
_READ = """(panel) => {
  const all = (root, what) => [...root.querySelectorAll(what)];
  const page = document.querySelector(panel);
  return {
    prompts: all(page, '.jp-CodeCell .jp-InputPrompt').map(x => x.textContent),
    errors: all(page, '[data-mime-type="application/vnd.jupyter.error"]')
      .concat(all(page, '[data-mime-type="application/vnd.jupyter.stderr"]'))
      .map(x => x.innerText),
    values: all(page, '.jp-MarkdownCell').map(cell => all(cell, '.al-value').map(x => x.textContent)),
    headings: all(page, '.jp-MarkdownCell h1, .jp-MarkdownCell h2').map(x => x.textContent.replace('¶', '')),
    figures: all(page, '.jp-OutputArea-output figure').map(figure => ({
      heading: figure.querySelector('figcaption b').textContent,
      alt: figure.querySelector('img').alt,
      width: figure.querySelector('img').naturalWidth,
      sources: figure.querySelector('p').textContent,
    })),
    scrolled: all(page, '.jp-mod-outputsScrolled').length,
  };
}"""


@dataclass
class Lab:
    """A running JupyterLab, and how to reach it."""

    browser: Browser
    project: Path
    port: int
    token: str
    folder: str = ""
    workspace: bytes = b'{"data": {}, "metadata": {"id": "default"}}'
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def opened(self, name: str) -> Iterator[Page]:
        """A page with one notebook open and its kernel idle; kernels are shut down afterwards."""
        context = self.browser.new_context(viewport={"width": 1500, "height": 900})
        context.on("request", lambda request: self.asked.append(request.url))
        page = context.new_page()
        # as after the first start: else JupyterLab opens what an earlier page had open beside this notebook
        self.ask("PUT", "lab/api/workspaces/default", self.workspace)
        page.goto(f"{self.address}/lab/tree/{self.folder}{name}.ipynb?token={self.token}")
        page.wait_for_selector(f"{PANEL} .jp-Cell", timeout=90_000)
        page.wait_for_selector("#jp-main-statusbar >> text=/Idle/", timeout=90_000)
        page.wait_for_function(_DRAWN, arg=PANEL, timeout=90_000)
        try:
            yield page
        finally:
            context.close()
            self._shut_down()

    def _shut_down(self) -> None:
        for session in self.ask("GET", "api/sessions"):
            self.ask("DELETE", f"api/sessions/{session['id']}")

    def ask(self, method: str, what: str, body: bytes | None = None) -> Any:
        """The server's own interface: its answer, read from JSON."""
        text, _ = self.fetch(f"{self.address}/{what}", method, body)
        return json.loads(text) if text else None

    def fetch(self, url: str, method: str = "GET", body: bytes | None = None) -> tuple[str, Message]:
        """Text and headers of an answer, asked for with the token."""
        request = urllib.request.Request(url, method=method, data=body)
        request.add_header("Authorization", f"token {self.token}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode(), answer.headers


def run_all(page: Page, values: int, timeout: float = 120) -> dict[str, Any]:
    """Restart Kernel and Run All Cells, by the menu; what stands on the page when all is done.

    Prose is rendered after the last cell: the page is read when it shows ``values`` live numbers, or stays short.
    """
    page.evaluate(_WATCH, PANEL)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Restart Kernel and Run All Cells…").click()
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    try:
        page.wait_for_function(_FINISHED, arg=PANEL, timeout=timeout * 1000)
    except TimeoutError as error:
        raise AssertionError(f"the run did not end; the page shows: {page.evaluate(_STATE, PANEL)}") from error
    found: dict[str, Any] = page.evaluate(_READ, PANEL)
    for _ in range(40):
        page.wait_for_timeout(250)
        found = page.evaluate(_READ, PANEL)
        if found["errors"] or sum(map(len, found["values"])) >= values:
            break
    return found
