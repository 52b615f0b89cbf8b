"""reStructuredText documents, read by docutils. Directives and roles that it does not know are taken as plain nesting
and plain text, so that documents for Sphinx can be read without Sphinx; nothing is included, nothing is run."""

import functools
from collections.abc import Iterator
from typing import Any

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Directive, Parser, directives, roles

from ftdocs.verify.documents import Document, Link, Passage, Words, Written, normalised

_TEXTS = (nodes.paragraph, nodes.title, nodes.term, nodes.rubric, nodes.caption)


def read(text: str) -> Document:
    """The document in `text`."""
    source = normalised(text)
    tree = utils.new_document("", _settings())
    with _Tolerant():
        Parser().parse(source, tree)
    return _Reader(tree, source.split("\n")).document


@functools.cache
def _settings() -> Any:
    settings = frontend.get_default_settings(Parser)
    # Above every level: what is wrong with a document's markup is not what is asked.
    settings.report_level = settings.halt_level = 6
    settings.file_insertion_enabled = settings.raw_enabled = False
    settings.syntax_highlight = "none"
    return settings


def _within(node: Any) -> Iterator[Any]:
    """The elements in a node, in their order; docutils' own search takes three times as long."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(child for child in reversed(each.children) if not isinstance(child, nodes.Text))


class _Reader:
    def __init__(self, tree: nodes.document, lines: list[str]) -> None:
        self.lines = lines
        self.document = Document()
        self.targets: dict[str, str] = {}
        self.quotations: dict[int, int] = {}
        within = list(_within(tree))
        for target in within:
            if not isinstance(target, nodes.target) or "refuri" not in target:
                continue
            self.targets |= dict.fromkeys(target["names"], target["refuri"])
            # Those within a paragraph belong to the reference before them.
            if target.line:
                self.document.links.append(self._found(target["refuri"], target["refuri"], target.line - 1, 0))
        for node in within:
            if isinstance(node, _TEXTS):
                self._add(node)

    def _add(self, node: Any) -> None:
        first = (node.line or 1) - 1
        if isinstance(node, nodes.title):
            # Told by the line below it.
            first = next((at for at in (first, first - 1, first - 2) if node.rawsource in self._line(at)), first)
        text = " ".join(node.astext().split())
        spoken = [each for each in node.children if each.astext().strip()]
        strong = len(spoken) == 1 and isinstance(spoken[0], nodes.strong)
        words = Words(text, tuple(self._links(node, first)), strong)
        quotation, is_item = self._place(node)
        self.document.passages.append(Passage(first + 1, quotation, is_item, lambda: words))

    def _place(self, node: Any) -> tuple[int, bool]:
        """The quotation a node stands in, and whether it is an item of a list there."""
        is_item, above = False, node.parent
        while above is not None:
            if isinstance(above, nodes.block_quote):
                return self.quotations.setdefault(id(above), len(self.quotations) + 1), is_item
            is_item = is_item or isinstance(above, nodes.list_item)
            above = above.parent
        return 0, is_item

    def _links(self, node: Any, first: int) -> Iterator[Link]:
        cursor = 0
        for each in _within(node):
            if not isinstance(each, nodes.reference | nodes.literal):
                continue
            start = node.rawsource.find(each.rawsource, cursor)
            cursor = start + len(each.rawsource) if start >= 0 else cursor
            if isinstance(each, nodes.literal):
                continue
            if "refuri" in each:
                before = node.rawsource.count("\n", 0, max(start, 0))
                begin = node.rawsource.rfind("\n", 0, max(start, 0)) + 1
                yield self._found(each["refuri"], each.rawsource, first + before, max(start, 0) - begin)
            elif each.get("refname") in self.targets:
                yield Link(self.targets[each["refname"]], first + 1, by_name=True)

    def _found(self, url: str, raw: str, at: int, column: int) -> Link:
        """The link whose source `raw` begins in the line `at` (from 0), at least `column` to the right."""
        for below in range(at, min(at + raw.count("\n") + 2, len(self.lines))):
            start = self.lines[below].find(url, column if below == at else 0)
            if start >= 0:
                return Link(url, below + 1, Written(below + 1, start, start + len(url)))
        return Link(url, at + 1)

    def _line(self, at: int) -> str:
        return self.lines[at] if 0 <= at < len(self.lines) else ""


class _Anything(Directive):
    """A directive that docutils does not know: whatever stands in it is part of the document."""

    has_content = True
    optional_arguments = 100
    final_argument_whitespace = True

    class _Options(dict[str, Any]):
        def __missing__(self, name: str) -> Any:
            return directives.unchanged

        def __contains__(self, name: object) -> bool:
            return True

    option_spec = _Options()

    def run(self) -> list[nodes.Node]:
        within = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, within)
        return [within]


def _plainly(name: str, raw: str, text: str, line: int, inliner: Any, options: Any = None, content: Any = ()) -> Any:
    """A role that docutils does not know: its words."""
    return [nodes.inline(raw, text)], []


class _Tolerant:
    """While it is entered, docutils takes unknown directives and roles for `_Anything` and `_plainly`."""

    def __enter__(self) -> None:
        self.known = directives.directive, roles.role
        known_directive, known_role = self.known

        def directive(name: str, language: Any, document: Any) -> Any:
            found, said = known_directive(name, language, document)
            return (found or _Anything), ([] if found is None else said)

        def role(name: str, language: Any, line: int, reporter: Any) -> Any:
            found, said = known_role(name, language, line, reporter)
            return (found or _plainly), ([] if found is None else said)

        _replace(directive, role)

    def __exit__(self, *_: object) -> None:
        _replace(*self.known)


def _replace(directive: Any, role: Any) -> None:
    """Sphinx, too, puts its own look-ups in the place of these."""
    directives.directive, roles.role = directive, role
