"""Stands in for `_pyodide.jsbind`: every call of JavaScript is one of no particular types.

Pyodide's own reads types from annotations, for which it loads `inspect`.
"""

from typing import Any

from _pyodide_core import (
    JsFuncSignature,
    js2py_as_py_json,
    js2py_deep,
    js2py_default_call_result,
    py2js_as_js_json,
    py2js_deep,
    py2js_default,
)


class Json:
    """Plain data, as JSON has it."""

    py2js = py2js_as_js_json
    js2py = js2py_as_py_json


class Deep:
    """Converted to the bottom."""

    js2py = js2py_deep
    py2js = py2js_deep


class Default:
    """As Pyodide converts by itself."""


class BindClass:
    """The base of signatures for whole classes; there are none."""


def _any_call(*args: Any, **kwargs: Any) -> None: ...


default_signature = JsFuncSignature(
    _any_call, False, 0, (), (), py2js_default, (), (), (), py2js_default, js2py_default_call_result
)
no_default = object()


def bind_class_sig(sig: type) -> Any:
    """As Pyodide's own."""
    return type[sig]
