"""The theme's templates, compiled by one build for all that follow."""

import pathlib

import jinja2

from ftdocs.bundle.cache import digest, forget


def keep_compiled(environment: jinja2.Environment, folder: pathlib.Path) -> None:
    """Have the templates of `environment` compiled once for all builds, in `folder`, and looked up once in this one.

    Jinja itself compares the text of a template with that it compiled. What else the code it makes depends on is in the
    name of the file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = (jinja2.__version__, environment.autoescape, environment.optimized, environment.undefined.__name__)
    made_by = repr((*options, sorted(environment.extensions), sorted(environment.filters))).encode()
    pattern = f"{digest({'by': made_by})}-%s"
    environment.bytecode_cache = jinja2.FileSystemBytecodeCache(str(folder), pattern)
    # Otherwise each of the forty templates of a page is asked for its date, on every page.
    environment.auto_reload = False
    forget(folder)
