"""The command line: build, check, clean, run, new."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afterllama import paths
from afterllama.commands import PRINTING
from afterllama.run import fork, plan
from afterllama.run.notebook import read

if TYPE_CHECKING:
    from afterllama.commands.summary import Done

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
    _start_fork_server(plan.named(names or [])[0])
    from afterllama.commands.build import build as run_build

    with _kept_if_interrupted("What is built is kept: build again and it continues."):
        result = run_build(names or [], jobs, force)
    if result.built or not result.failed:
        _print_result(result.built, result.changed)
    for stem, error in result.failed.items():
        print(f"\n{stem} failed; its old report stands.\n{error}", file=sys.stderr)
    for guard in result.fallen:
        print(f"No longer supported: {guard}", file=sys.stderr)
    if not result.ok:
        raise typer.Exit(1)


def _start_fork_server(notebooks: list[Path]) -> None:
    """Let it import what the notebooks do, and for many also what prints them, while this process imports its own."""
    imports = {name for path in notebooks for name in read(path).imports}
    fork.start([*imports, *([PRINTING] if len(notebooks) > 1 else [])])


@contextmanager
def _kept_if_interrupted(words: str) -> Iterator[None]:
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))  # as Ctrl-C
    try:
        yield
    except KeyboardInterrupt:
        print(f"\nInterrupted. {words}", file=sys.stderr)
        raise typer.Exit(130) from None


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
    from afterllama.commands.check import check as run_check

    found = run_check()
    lines = [f"{kind}: {line}" for kind, of_kind in found.items() for line in of_kind]
    print("\n".join(lines or ["Nothing is stale, unclean, broken or overdue."]))
    if any(found[kind] for kind in found if strict or kind != "overdue"):
        raise typer.Exit(1)


@app.command()
def clean(names: Names = None) -> None:
    """Strip outputs and expression results from notebooks, as they are committed.

    Example: afterllama clean 06
    """
    from afterllama.commands.build import choose
    from afterllama.run.clean import clean as run_clean

    for path in choose(names or []):
        print(f"{path.name}: {'cleaned' if run_clean(path) else 'clean already'}")


@app.command()
def run(
    notebook: Annotated[str, typer.Argument(help="Number (07) or file name without ending.")],
    given: Annotated[list[str] | None, typer.Option("--parameter", "-p", help="name=value; may be repeated.")] = None,
    name: Annotated[str, typer.Option(help="Names the report: reports/runs/07-NAME.html.")] = "own",
    table: Annotated[Path | None, typer.Option("--from", help="CSV with a column name and one per parameter.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="Reports that are made at the same time.")] = 2,
    dask: Annotated[str, typer.Option(help="Address of a Dask scheduler whose workers make the reports.")] = "",
    describe: Annotated[bool, typer.Option("--help-parameters", help="List the parameters and stop.")] = False,
) -> None:
    """Make a report with your own parameters, or one for each row of a file. The collection stays as it is.

    Example: afterllama run 07 -p gpu=H200 --name acme
    """
    _start_fork_server(plan.named([notebook])[0])
    from afterllama.commands import cases
    from afterllama.run import parameters

    chosen = cases.find(notebook)
    if describe:
        print(parameters.describe(chosen))
        return
    wanted = cases.many(chosen, table, given or []) if table else [cases.one(chosen, given or [], name)]
    from afterllama.commands import own
    from afterllama.commands.summary import summary_path

    with _kept_if_interrupted("What is finished is kept: run it again and it continues."):
        done = own.make(chosen, wanted, jobs, summary_path(table) if table else None, cluster=dask)
    _print_runs(done)


def _print_runs(done: Done) -> None:
    for name, record in done.finished.items():
        print(done.report(name).relative_to(paths.root()).as_posix())
        for guard in record.fallen:
            print(f"  No longer supported with these parameters: {guard}")
    if done.summary:
        summary = done.summary.relative_to(paths.root()).as_posix()
        print(f"{len(done.finished)} finished, {len(done.failed)} failed; summary: {summary}")
    for error in done.failed.values():
        print(f"\n{error}", file=sys.stderr)
    if done.failed:
        raise typer.Exit(1)


@app.command()
def new(question: Annotated[str, typer.Argument(help="The question that the notebook answers.")]) -> None:
    """Write a notebook with the anatomy of a report, ready to build.

    Example: afterllama new "How fast did the plan grow?"
    """
    from afterllama.commands.new import scaffold
    from afterllama.run.notebook import number

    path = scaffold(question)
    print(f"{path} is written. Open it with make lab, or build it with: afterllama build {number(path.stem)}")
