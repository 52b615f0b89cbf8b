"""Python imports this at its start: all modules that come after it come from the shelf (bundle/shelf.py), some only
when they are used."""

import gc
import marshal
import sys
from _frozen_importlib import ModuleSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from zipimport import zipimporter
else:
    # Not from `types`, which would be read from the zip for it.
    ModuleType = type(sys)

# Modules of the library that others import and, of what the calculators do, seldom or never use; with what Pyodide
# itself takes of them at its start.
LATER: dict[str, dict[str, object]] = {
    "copy": {},
    "inspect": {"iscoroutinefunction": lambda function: False},
    "ipaddress": {},
    "random": {},
    "textwrap": {},
    "traceback": {},
}


class _Later(ModuleType):
    """A module whose code runs when something of it is first asked for."""

    def __getattr__(self, name: str) -> object:
        self.__class__ = ModuleType  # type: ignore[assignment] # which mypy takes for a narrowing
        self.__spec__.loader.exec_module(self)  # type: ignore[union-attr] # they come from the shelf
        return getattr(self, name)


class Shelf:
    """Finds and loads the modules on the shelf; data comes out of the zip as ever."""

    def __init__(self, archive: "zipimporter") -> None:
        self.archive = archive.archive
        self.get_data = archive.get_data
        self.modules: dict[str, tuple[str, bytes]] = marshal.loads(archive.get_data(f"{self.archive}/modules"))

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Where a module is; None if it is not here."""
        if name not in self.modules:
            return None
        path = f"{self.archive}/{self.modules[name][0]}"
        folder, file = path.rpartition("/")[::2]
        package = file == "__init__.pyc"
        spec = ModuleSpec(name, self, origin=path, is_package=package)  # type: ignore[arg-type] # no subclass
        spec.has_location = True
        if package:
            spec.submodule_search_locations = [folder]
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """As Python makes them."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code, now or when it is first used."""
        name = module.__name__
        if name in LATER:
            module.__dict__.update(LATER.pop(name))
            module.__class__ = _Later
        else:
            exec(marshal.loads(self.modules[name][1]), module.__dict__)


sys.meta_path.insert(0, Shelf(__loader__))  # type: ignore[name-defined] # the zip's own

# What is imported stays: looking through it for garbage is in vain. The worker turns the collection on afterwards.
gc.disable()
