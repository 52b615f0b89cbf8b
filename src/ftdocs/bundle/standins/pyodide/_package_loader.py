"""Stands in for `pyodide._package_loader`, which unpacks packages. There are none: all is in the bundle."""


class _Place:
    """A path, of which JavaScript asks for the text only. (A plain text would reach it as one of its own.)"""

    def __init__(self, path: str) -> None:
        self.path = path

    def __str__(self) -> str:
        return self.path


SITE_PACKAGES = _Place("/lib/python3.13/site-packages")
DSO_DIR = _Place("/usr/lib")


def init_loaded_packages() -> None:
    """Nothing to be marked as loaded."""
