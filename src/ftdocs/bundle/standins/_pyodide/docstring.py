"""Stands in for `_pyodide.docstring`: help on Pyodide's own functions, which nobody reads here."""

from typing import Any


def get_cmeth_docstring(func: Any) -> str:
    """As much as Pyodide needs: a name and the end of a signature."""
    return f"{func.__name__}()\n--\n\n"


def dedent_docstring(docstring: str) -> str:
    """As it is."""
    return docstring
