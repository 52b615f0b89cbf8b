"""Stands in for `pyodide.code`: what JavaScript needs to run Python's sources."""

from _pyodide._base import eval_code

__all__ = ["eval_code"]
