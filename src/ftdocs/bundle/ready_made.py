"""Goes into the bundle: what `dataclasses` uses there in place of `exec` and `inspect`. See library.py.

TABLE, at the end, is written at build: the code of every source that `dataclass` compiles when the calculators load.
"""

import builtins
from typing import Any

TABLE: dict[str, Any] = {}


def run(source: str, names: dict[str, Any], more: dict[str, Any]) -> None:
    """`exec`, with the code that was made ahead where there is one."""
    builtins.exec(TABLE.get(source) or source, names, more)


class _Inspect:
    """The two functions of `inspect` that every dataclass takes, without loading it for them."""

    @staticmethod
    def get_annotations(cls: type) -> dict[str, Any]:
        """What a class itself annotates."""
        return dict(cls.__dict__.get("__annotations__") or {})  # noqa: RUF063 (which is what saves loading it)

    @staticmethod
    def signature(cls: type) -> None:
        """Only for a docstring that a class has not: it goes without."""
        raise TypeError

    def __getattr__(self, name: str) -> Any:
        import inspect

        return getattr(inspect, name)


inspect = _Inspect()
