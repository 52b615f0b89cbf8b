"""Stands in for `importlib.abc`: the two classes on which Pyodide builds its import of JavaScript's modules.

The library's own would load files, archives and temporary folders with it, for resources in packages.
"""

from abc import ABCMeta
from importlib._abc import Loader

__all__ = ["Loader", "MetaPathFinder"]


class MetaPathFinder(metaclass=ABCMeta):  # noqa: B024 (as in the library: its methods are optional)
    """The base of what stands in `sys.meta_path`."""

    def invalidate_caches(self) -> None:  # noqa: B027
        """There are none."""
