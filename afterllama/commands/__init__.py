"""The command line."""

from __future__ import annotations

import sys

from afterllama.errors import AfterLlamaError

# nbformat imports jsonschema, and that compiles a grammar of IRIs for a second where JupyterLab has brought the parser.
# No schema of ours asks for IRIs; jsonschema goes without where the parser is not to be had.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

PRINTING = "afterllama.commands.printing"  # what a process that prints has to import


def main() -> None:
    """Entry point: our own errors are one sentence on stderr and exit status 1."""
    try:
        if not _nothing_to_build(sys.argv[1:]):
            from afterllama.commands.cli import app

            app()
    except AfterLlamaError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)


def _nothing_to_build(words: list[str]) -> bool:
    """Whether all that a plain ``build`` was asked for is there; decided before anything heavy is imported."""
    command, *names = words or [""]
    if command != "build" or any(name.startswith("-") for name in names):
        return False
    from afterllama.run import plan

    if there := plan.nothing_to_do(names):
        print("Everything is up to date.")
    return there
