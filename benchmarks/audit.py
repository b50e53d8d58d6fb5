"""Lighthouse scores of every report, served on loopback with gzip: ``make audit`` (needs Node and npm's registry).

Prints a table; asserts nothing, because performance scores depend on the machine.
"""

from __future__ import annotations

import gzip
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser_setup import QUIET, find  # noqa: E402

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LIGHTHOUSE = ["npx", "--yes", "lighthouse@13"]


class Zipped(http.server.SimpleHTTPRequestHandler):
    """Serves the checkout as a host of static pages would: compressed, with a robots.txt."""

    def do_GET(self) -> None:
        path = ROOT / self.path.split("?")[0].lstrip("/")
        if self.path == "/robots.txt":
            return self._send(b"User-agent: *\nAllow: /\n", "text/plain")
        if not path.is_file():
            return self.send_error(404)
        kind = "text/html; charset=utf-8" if path.suffix == ".html" else "application/octet-stream"
        return self._send(path.read_bytes(), kind)

    def _send(self, body: bytes, kind: str) -> None:
        packed = gzip.compress(body)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    def log_message(self, *words: object) -> None:
        pass


def scores(url: str, desktop: bool) -> list[int]:
    """The four scores of one page."""
    command = [*LIGHTHOUSE, url, "--quiet", "--output=json", f"--chrome-flags=--headless {' '.join(QUIET)}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", *(["--preset=desktop"] if desktop else [])]
    environment = {**os.environ, "CHROME_PATH": find() or ""}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout)["categories"]
    return [round(100 * found[name]["score"]) for name in CATEGORIES]


def main() -> None:
    """Serve, score, print; names on the command line choose pages."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Zipped)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pages = sorted((ROOT / "reports").glob("*.html"))
    chosen = [page for page in pages if not sys.argv[1:] or page.stem in sys.argv[1:]]
    print("page", "preset", *CATEGORIES, sep="\t")
    for page in chosen:
        for preset in ("mobile", "desktop"):
            url = f"http://127.0.0.1:{server.server_address[1]}/reports/{page.name}"
            print(page.stem, preset, *scores(url, preset == "desktop"), sep="\t", flush=True)


if __name__ == "__main__":
    main()
