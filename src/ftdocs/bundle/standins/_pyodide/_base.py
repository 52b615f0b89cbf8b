"""Stands in for `_pyodide._base`: runs Python's sources given by JavaScript, without `ast` and `tokenize`.

Pyodide itself uses it for a few expressions at its start, and the bundle's check for the call of a probe.
"""

from importlib import import_module
from typing import Any


def eval_code(source: str, globals: dict[str, Any] | None = None, locals: Any = None, **_: Any) -> Any:  # noqa: A002
    """Runs `source` and gives the value of its last line, if that is an expression."""
    names: dict[str, Any] = {} if globals is None else globals
    before, last = _one_line(source) or _by_tree(source)
    exec(before, names, locals)
    return eval(last, names, locals) if last else None


def _one_line(source: str) -> tuple[Any, Any] | None:
    """What `import x; x` and the like compile to: all that Pyodide itself runs. Sparing the tree saves milliseconds."""
    before, _, last = source.strip().rpartition(";")
    if "\n" in source or "#" in source:
        return None
    try:
        return compile(before, "<exec>", "exec"), compile(last.strip(), "<exec>", "eval")
    except SyntaxError:
        return None


def _by_tree(source: str) -> tuple[Any, Any]:
    import _ast

    tree: Any = compile(source, "<exec>", "exec", _ast.PyCF_ONLY_AST)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], _ast.Expr) else None
    before = compile(tree, "<exec>", "exec")
    return before, last and compile(_ast.Expression(last.value), "<exec>", "eval")


def pyimport_impl(path: str) -> Any:
    """A module, or something in a module, by its dotted name."""
    stem, _, name = path.rpartition(".")
    module = import_module(stem or path)
    return getattr(module, name) if stem and hasattr(module, name) else import_module(path)
