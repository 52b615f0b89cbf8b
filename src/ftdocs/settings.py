"""What the command line needs to know from `mkdocs.yml`, read without MkDocs and with line numbers.

MkDocs' own reader follows tags (`!!python/name:…`) and loads every plugin. An error about a redirect needs neither, but
the line on which it stands.
"""

import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

import yaml


class SettingsError(ValueError):
    """A setting that cannot be used: one line for each problem, with file, line and cure."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Entry:
    """One line of a map in the file: key, value, and the line's number."""

    key: str
    value: str
    line: int


@dataclass(frozen=True)
class Settings:
    """`name`: the site's. `docs`: the folder of the pages. `redirects`: the lines of `redirect_maps`, in order."""

    file: pathlib.Path
    name: str
    docs: pathlib.Path
    directory_urls: bool
    redirects: tuple[Entry, ...]
    # The pages in the navigation, each with the titles above it.
    nav: tuple[tuple[tuple[str, ...], str], ...] = ()

    def address(self, source: str) -> str:
        """The address, below the site's root, of the page that `source` is built into (`a/b.md#id` → `a/b/#id`)."""
        path, hash_sign, name = source.partition("#")
        folder, _, file = path.removesuffix(".md").rpartition("/")
        before = f"{folder}/" if folder else ""
        if file in ("index", "README"):
            page = before
        else:
            page = f"{before}{file}/" if self.directory_urls else f"{before}{file}.html"
        return f"{page}{hash_sign}{name}"

    def source(self, address: str) -> str:
        """The Markdown file of an address: the one that is there, or else what it was most likely called."""
        page, hash_sign, name = address.removeprefix("./").partition("#")
        bare = page.removesuffix("/").removesuffix(".html")
        candidates = [f"{bare}/index.md", f"{bare}/README.md"] if bare else ["index.md", "README.md"]
        found = next(
            (each for each in candidates if (self.docs / each).is_file()), f"{bare}.md" if bare else "index.md"
        )
        return f"{found}{hash_sign}{name}"


def read_settings(file: pathlib.Path) -> Settings:
    """The settings in `file` (a mkdocs.yml). Raises SettingsError."""
    top = dict(_pairs(root_of(file)))
    plain = {key: node.value for key, (node, _) in top.items() if isinstance(node, yaml.ScalarNode)}
    return Settings(
        file,
        plain.get("site_name", ""),
        file.parent / plain.get("docs_dir", "docs"),
        plain.get("use_directory_urls", "true").lower() != "false",
        tuple(_redirects(file, top["plugins"][0]) if "plugins" in top else ()),
        tuple(_nav(top["nav"][0], ())) if "nav" in top else (),
    )


def root_of(file: pathlib.Path) -> yaml.Node | None:
    """The whole file as YAML nodes, whatever tags it holds. Raises SettingsError where it cannot be read."""
    try:
        root: yaml.Node | None = yaml.compose(
            file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"{file} cannot be read: {' '.join(str(error).split())}"]) from None
    return root


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, tuple[yaml.Node, int]]]:
    """Key, value and line of each entry of a map."""
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            yield key.value, (value, key.start_mark.line + 1)


def _nav(node: yaml.Node, trail: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The pages below a node of the navigation: `page.md`, `Title: page.md`, or `Title:` with a list."""
    if isinstance(node, yaml.ScalarNode):
        yield trail, node.value
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _nav(each, trail)
    for title, (below, _) in _pairs(node):
        yield from _nav(below, (*trail, title) if isinstance(below, yaml.SequenceNode) else trail)


def _redirects(file: pathlib.Path, plugins: yaml.Node) -> Iterator[Entry]:
    """The entries below `plugins: - redirects: redirect_maps:`; plugins may be a list or a map."""
    listed = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    for _, (options, _) in (pair for each in listed for pair in _pairs(each) if pair[0] == "redirects"):
        for _, (maps, line) in (pair for pair in _pairs(options) if pair[0] == "redirect_maps"):
            if not isinstance(maps, yaml.MappingNode):
                if maps.value:
                    said = 'redirect_maps takes lines such as "old.md#id": "new.md#id"'
                    raise SettingsError([f"{file.name}:{line}: {said}"])
                continue
            for key, value in maps.value:
                if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
                    said = 'a redirect is one line, "old.md#id": "new.md#id", both in quotes'
                    raise SettingsError([f"{file.name}:{key.start_mark.line + 1}: {said}"])
                yield Entry(key.value, value.value, key.start_mark.line + 1)
