"""One cell of a notebook; its code and its prose are parsed when they are asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_OWN_SCOPE = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


# What is parsed is kept for the cells in work alone: it is far larger than its text.
@lru_cache(maxsize=256)
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


@lru_cache(maxsize=256)
def _walked(source: str) -> list[Token]:
    from afterllama.run.markdown import walk  # a no-op need not wait for it

    return list(walk(source))


@dataclass(frozen=True)
class Cell:
    """One cell; ``place`` counts from one, as an analyst does."""

    place: int
    kind: str
    source: str
    tags: frozenset[str]

    @property
    def tree(self) -> ast.Module:
        """The code, parsed.

        Raises SyntaxError: it is no Python.
        """
        return _parsed(self.source)

    @property
    def tokens(self) -> list[Token]:
        """Block tokens of the Markdown; none for other kinds of cells."""
        return _walked(self.source) if self.kind == "markdown" else []

    @cached_property
    def roles(self) -> list[str]:
        """What the ``eval`` roles of the prose name, in order."""
        from afterllama.run.markdown import roles

        return roles(self.tokens)

    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        """Imports of the code, those inside functions apart; none where it is no Python."""
        try:
            body = self.tree.body if self.kind == "code" and "import" in self.source else []
        except SyntaxError:
            return []
        return [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]

    def calls(self, verb: str) -> list[ast.Call]:
        """Calls of a verb in the code; none where it is no Python."""
        # Parsing costs far more than looking, and most cells call none of the verbs.
        return self._calls.get(verb, []) if self.kind == "code" and verb in self.source else []

    @cached_property
    def _calls(self) -> dict[str, list[ast.Call]]:
        found: dict[str, list[ast.Call]] = {}
        try:
            nodes = ast.walk(self.tree)
        except SyntaxError:
            return found
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found.setdefault(node.func.id, []).append(node)
        return found

    def assigned(self) -> Iterator[str]:
        """Names that the code assigns in the notebook's own scope, as often as it does."""
        waiting: list[ast.AST] = list(self.tree.body)
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            if not isinstance(node, _OWN_SCOPE):
                waiting += ast.iter_child_nodes(node)
