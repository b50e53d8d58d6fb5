"""A small driver of Firefox: WebDriver BiDi over one socket.

Playwright cannot open a page in Debian's Firefox, which lacks a command that it sends first
(emulation.setMediaFeaturesOverride), and what is needed here is little.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

# Scroll bars as on a phone, no smooth scrolling.
PREFERENCES = {"ui.useOverlayScrollbars": 1, "ui.prefersReducedMotion": 1}
WATCH = """() => { window.broken = [];
  document.addEventListener('securitypolicyviolation', event => window.broken.push(event.violatedDirective)) }"""
# The text waits for its fonts; until then it is hidden and takes no focus.
SHOWN = "Promise.all([document.fonts.ready, ...document.getAnimations().map(one => one.finished)]).then(() => true)"


@contextmanager
def started(path: str, profile: Path) -> Iterator[str]:
    """A headless Firefox with a profile of its own; yields the address of its socket."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    quiet = {**os.environ, "HOME": str(profile)}
    with subprocess.Popen(command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        said = process.stderr
        assert said is not None
        stuck = threading.Timer(120, process.kill)
        stuck.start()
        places = (re.search(r"WebDriver BiDi listening on (ws://\S+)", line) for line in said)
        place = next((found[1] for found in places if found), None)
        stuck.cancel()
        drain = threading.Thread(target=said.read)  # a full pipe would stop it
        drain.start()
        try:
            assert place, f"{path} does not start"
            yield place
        finally:
            process.terminate()
            drain.join()


class Firefox:
    """One tab, driven through WebDriver BiDi; ``asked`` lists the addresses that its page requested."""

    def __init__(self, socket: websocket.WebSocket) -> None:
        self.socket, self.sent, self.asked = socket, 0, list[str]()
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["network.beforeRequestSent"])
        self.send("script.addPreloadScript", functionDeclaration=WATCH)
        # In the first tab the address bar has the focus.
        self.tab = self.send("browsingContext.create", type="tab")["context"]

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its result; what happens meanwhile is noted."""
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.sent:
            if answer.get("method") == "network.beforeRequestSent":
                self.asked.append(answer["params"]["request"]["url"])
        assert answer["type"] == "success", f"{method}: {answer}"
        return dict(answer["result"])

    def open(self, address: str) -> None:
        self.asked.clear()
        self.send("browsingContext.navigate", context=self.tab, url=address, wait="complete")
        assert self.js(SHOWN)

    def size(self, width: int) -> None:
        self.send("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": 900})

    def js(self, code: str) -> Any:
        """The value of an expression, awaited, as JSON brings it over."""
        wrapped = f"(async () => JSON.stringify(await ({code}) ?? null))()"
        done = self.send("script.evaluate", expression=wrapped, target={"context": self.tab}, awaitPromise=True)
        assert done["type"] == "success", done["exceptionDetails"]["text"]
        return json.loads(done["result"]["value"])

    def press(self, key: str) -> None:
        moves = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        keys = [{"type": "key", "id": "keys", "actions": moves}]
        self.send("input.performActions", context=self.tab, actions=keys)
