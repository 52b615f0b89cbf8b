"""Checks the house style of the pages in docs/, as `path:line: message`; exit 1 if there is any finding.

    python tools/check_style.py [DOCS]

What other checks do is left to them: spelling and Markdown's form to tools/check-prose, links to `ftdocs check`.
"""

import itertools
import pathlib
import re
import sys
from collections.abc import Iterator

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

type Finding = tuple[int, str]

LONGEST_DESCRIPTION = 160  # characters; search engines and link previews cut there
LONGEST_PARAGRAPH = 120  # words
# The answer to the page's question: sentences, and words in all.
ANSWER_SENTENCES, ANSWER_WORDS = 2, 55
# Words that say nothing of where a link leads, to those who hear a page's links one by one.
EMPTY_LINKS = {"here", "this", "this page", "this link", "link", "page", "more", "read more", "see here"}

# Python-Markdown's definitions, admonitions and details are indented by four, which CommonMark takes for code. Read as
# list items they keep their paragraphs, and every line its number.
_INDENTED = re.compile(r"^( *)(?::|!!!|\?\?\?\+?)(?=\s)", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\s*\{:? *([^{}]*?) *\}\s*$")
_ID = re.compile(r"(?:^| )#([^\s]+)")
_SENTENCE_END = re.compile(r"[.?!][”)]?(?=\s|$)")
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_parser = MarkdownIt("commonmark").enable("table")


def main() -> None:
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    count = 0
    for path in sorted(folder.rglob("*.md")):
        for line, message in check(path.read_text("utf-8"), path.relative_to(folder).as_posix()):
            print(f"{path}:{line}: {message}", file=sys.stderr)
            count += 1
    print(f"house style: {count} findings" if count else "house style: in order")
    sys.exit(1 if count else 0)


def check(text: str, path: str) -> list[Finding]:
    """The findings in one page. `path`: its place in docs/, which tells guide pages from others."""
    body, front = _split(text)
    tokens = _parser.parse(_INDENTED.sub(r"\1-", body))
    found = [*_front_matter(front), *_headings(tokens), *_paragraphs(tokens), *_links(tokens)]
    if is_guide(path):
        found += _guide(tokens)
    return sorted(found)


def is_guide(path: str) -> bool:
    """Whether the page is one of the guide: not the home page, the gallery or the reference."""
    return path != "index.md" and not path.startswith(("calculators/", "reference/"))


def _split(text: str) -> tuple[str, str]:
    """The page with blank lines in place of its front matter, and the front matter."""
    match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if match is None:
        return text, ""
    return "\n" * match.group().count("\n") + text[match.end() :], match[1]


def _front_matter(front: str) -> Iterator[Finding]:
    try:
        settings = yaml.safe_load(front) or {}
    except yaml.YAMLError as error:
        yield 1, f"the front matter is no YAML: {' '.join(str(error).split())}"
        return
    for name in ("title", "description"):
        if not str(settings.get(name) or "").strip():
            yield 1, f"the front matter needs a {name}"
    length = len(str(settings.get("description", "")))
    if length > LONGEST_DESCRIPTION:
        yield 1, f"the description has {length} characters; {LONGEST_DESCRIPTION} are shown"


def _headings(tokens: list[Token]) -> Iterator[Finding]:
    seen: set[str] = set()
    level, titles = 0, 0
    for heading, line, content in _blocks(tokens, "heading_open"):
        words, name = _heading(content.content)
        depth = int(heading.tag[1])
        titles += depth == 1
        if depth == 1 and titles > 1:
            yield line, f"“{words}” is a second H1; a page has one"
        elif depth > level + 1:
            yield line, f"“{words}” is an H{depth} below an H{level}" if level else f"“{words}” comes before the H1"
        level = depth
        if not name:
            yield line, f"“{words}” needs an id of its own: {{ #words-in-lower-case }}"
        elif not _KEBAB.fullmatch(name):
            yield line, f"the id “{name}” is not in lower case with hyphens"
        elif name in seen:
            yield line, f"the id “{name}” stands on this page already"
        seen.add(name)
    if titles == 0:
        yield 1, "the page needs an H1"


def _heading(content: str) -> tuple[str, str]:
    """A heading's words and its id."""
    attributes = _ATTRIBUTES.search(content)
    if attributes is None:
        return content, ""
    name = _ID.search(attributes[1])
    return content[: attributes.start()], name[1] if name else ""


def _paragraphs(tokens: list[Token]) -> Iterator[Finding]:
    for _, line, content in _blocks(tokens, "paragraph_open"):
        count = len(_words(content.children or []).split())
        if count > LONGEST_PARAGRAPH:
            yield line, f"a paragraph of {count} words; at most {LONGEST_PARAGRAPH} are read"


def _links(tokens: list[Token]) -> Iterator[Finding]:
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        start = line  # of the link that is open
        inside: list[Token] | None = None
        for child in token.children or []:
            if child.type == "link_open":
                start, inside = line, []
            elif child.type == "link_close" and inside is not None:
                words = _words(inside).strip()
                plain = words.strip(" .,:;…").lower()
                if not plain:
                    yield start, "a link without words"
                elif plain in EMPTY_LINKS or plain.startswith("click"):
                    yield start, f"the link text “{words}” does not say where it leads"
                inside = None
            elif inside is not None:
                inside.append(child)
            if child.type == "image" and not child.content.strip():
                yield line, f"the image {child.attrGet('src')} needs a text in its place"
            line += child.type in ("softbreak", "hardbreak")


def _guide(tokens: list[Token]) -> Iterator[Finding]:
    for heading, line, content in _blocks(tokens, "heading_open"):
        if heading.tag == "h1" and not (words := _heading(content.content)[0]).endswith("?"):
            yield line, f"“{words}” is no question; a guide page has its reader’s for a title"
    for _, line, content in _blocks(tokens, "paragraph_open"):
        if content.content.endswith("\n{ .lede }"):
            answer = _words(content.children or []).removesuffix("{ .lede }").strip()
            sentences, length = len(_SENTENCE_END.findall(answer)), len(answer.split())
            if sentences > ANSWER_SENTENCES or length > ANSWER_WORDS:
                yield (
                    line,
                    f"an answer of {sentences} sentences and {length} words; {ANSWER_SENTENCES} and {ANSWER_WORDS} do",
                )
    leads = [line for _, line, content in _blocks(tokens, "paragraph_open") if content.content.endswith("\n{ .lede }")]
    first = next((line for _, line, _ in _blocks(tokens, "paragraph_open")), 0)
    if leads != [first]:
        yield first or 1, "the first paragraph of a guide page, and it alone, ends with a line { .lede }"
    names = [_heading(content.content)[1] for _, _, content in _blocks(tokens, "heading_open")]
    if names[-1:] != ["what-next"]:
        yield 1, "a guide page ends with ## What next { #what-next }"


def _blocks(tokens: list[Token], kind: str) -> Iterator[tuple[Token, int, Token]]:
    """Every block of the kind, with its line and its content."""
    for token, content in itertools.pairwise(tokens):
        if token.type == kind and token.map:
            yield token, token.map[0] + 1, content


def _words(tokens: list[Token]) -> str:
    """What people read of inline content: no addresses, no tags."""
    said = {"text", "code_inline", "image"}
    return "".join(token.content if token.type in said else " " for token in tokens)


if __name__ == "__main__":
    main()
