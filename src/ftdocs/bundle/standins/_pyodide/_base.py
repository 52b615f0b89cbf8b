"""Stands in for `_pyodide._base`: runs Python's sources given by JavaScript, without `ast` and `tokenize`.

Pyodide itself uses it for a few expressions at its start, and the bundle's check for the call of a probe.
"""

import _ast
from importlib import import_module
from typing import Any


def eval_code(source: str, globals: dict[str, Any] | None = None, locals: Any = None, **_: Any) -> Any:  # noqa: A002
    """Runs `source` and gives the value of its last line, if that is an expression."""
    names: dict[str, Any] = {} if globals is None else globals
    tree: Any = compile(source, "<exec>", "exec", _ast.PyCF_ONLY_AST)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], _ast.Expr) else None
    exec(compile(tree, "<exec>", "exec"), names, locals)
    return eval(compile(_ast.Expression(last.value), "<exec>", "eval"), names, locals) if last else None


def pyimport_impl(path: str) -> Any:
    """A module, or something in a module, by its dotted name."""
    stem, _, name = path.rpartition(".")
    module = import_module(stem or path)
    return getattr(module, name) if stem and hasattr(module, name) else import_module(path)
