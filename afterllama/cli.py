"""The command line: build, check, clean."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from afterllama.errors import AfterLlamaError

app = typer.Typer(
    help="After Llama: rows with sources go in; notebooks turn them into reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Names = Annotated[list[str] | None, typer.Argument(help="Numbers (06) or file names without ending; all if none.")]


@app.command()
def build(
    names: Names = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="Notebooks that run at the same time.")] = 2,
    force: Annotated[bool, typer.Option("--force", help="Build even what is up to date.")] = False,
) -> None:
    """Build the reports that are stale, and say what changed.

    Example: afterllama build 06 --jobs 1
    """
    from afterllama.build import noop

    if not force and noop.nothing_to_do(names or []):
        print("Everything is up to date.")
        return
    from afterllama.build.builder import build as run_build

    result = run_build(names or [], jobs, force)
    if result.built or not result.failed:
        _print_result(result.built, result.changed)
    for stem, error in result.failed.items():
        print(f"\n{stem} failed; its old report stands.\n{error}", file=sys.stderr)
    for guard in result.fallen:
        print(f"No longer supported: {guard}", file=sys.stderr)
    if not result.ok:
        raise typer.Exit(1)


def _print_result(built: list[str], changed: list[str]) -> None:
    if not built:
        print("Everything is up to date.")
        return
    print("\nWhat changed against the committed edition:" if changed else "\nNo finding, value or verdict changed.")
    for line in changed:
        print(f"  {line}")


@app.command()
def check(
    strict: Annotated[bool, typer.Option("--strict", help="Fail also if something is overdue.")] = False,
) -> None:
    """Say what is stale, unclean or overdue, and why; builds nothing.

    Example: afterllama check --strict
    """
    from afterllama.build.check import check as run_check

    found = run_check()
    for line in found.lines:
        print(line)
    if found.stale or found.unclean or found.broken or (strict and found.overdue):
        raise typer.Exit(1)


@app.command()
def clean(names: Names = None) -> None:
    """Strip outputs and expression results from notebooks, as they are committed.

    Example: afterllama clean 06
    """
    from afterllama.build.builder import choose
    from afterllama.build.clean import clean as run_clean

    for path in choose(names or []):
        print(f"{path.name}: {'cleaned' if run_clean(path) else 'clean already'}")


def main() -> None:
    """Entry point: our own errors are one sentence on stderr and exit status 1."""
    try:
        app()
    except AfterLlamaError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
