"""Python imports this at its start: how modules come out of the bundle, each read once, some only when they are used.

The standard `zipimporter` reads and unpacks a module's code twice: once only to learn its file name. In a bundle
that holds nothing but compiled modules, the name follows from what `is_package` says.
"""

import gc
import sys
from types import ModuleType
from zipimport import zipimporter

# Modules of the library that others import and, of what the calculators do, seldom or never use; with what Pyodide
# itself takes of them at its start.
LATER: dict[str, dict[str, object]] = {
    "inspect": {"iscoroutinefunction": lambda function: False},
    "ipaddress": {},
    "random": {},
    "textwrap": {},
}


class _Later(ModuleType):
    """A module whose code runs when something of it is first asked for."""

    def __getattr__(self, name: str) -> object:
        self.__class__ = ModuleType  # type: ignore[assignment] # which mypy takes for a narrowing
        self.__spec__.loader.exec_module(self)  # type: ignore[union-attr] # they come from the importer below
        return getattr(self, name)


class BundleImporter(zipimporter):
    """Imports from a zip of compiled modules."""

    def get_filename(self, fullname: str) -> str:
        """The path of the module's file, as the base class gives it for a compiled one."""
        end = "/__init__.pyc" if self.is_package(fullname) else ".pyc"
        return f"{self.archive}/{self.prefix}{fullname.rpartition('.')[2]}{end}"

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code, now or when it is first used."""
        if module.__name__ in LATER:
            module.__dict__.update(LATER.pop(module.__name__))
            module.__class__ = _Later
        else:
            super().exec_module(module)


sys.path_hooks.insert(0, BundleImporter)
sys.path_importer_cache.clear()

# What is imported stays: looking through it for garbage is in vain. The worker turns the collection on afterwards.
gc.disable()
