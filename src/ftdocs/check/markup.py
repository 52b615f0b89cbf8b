"""Ids that can be linked to for years, calculators that keep their contract, and names for assistive technology."""

from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from ftdocs.check.site import KEBAB, Finding, Page, Site

_IDREFS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list", "popovertarget")
_NO_CONTROL = ("hidden", "submit", "button", "reset", "image")


def automatic_id(text: str, separator: str) -> str:
    """A `slugify` for Markdown's `toc` that marks headings without an id of their own, so that the check finds them.

    `toc: {slugify: !!python/name:ftdocs.check.markup.automatic_id}` in `mkdocs.yml`. An id made from the words
    would change with the words, and break every link to it.
    """
    return "_no-id"


def check_markup(site: Site) -> Iterator[Finding]:
    """Findings of the kinds `id`, `heading`, `calculator` and `name`."""
    for page in site.pages.values():
        yield from _ids(page)
        yield from _headings(page)
        yield from _references(page)
        yield from _names(page)
        for element in page.tree.css("ft-calculator"):
            yield from _calculator(page, element)


def _ids(page: Page) -> Iterator[Finding]:
    for name, count in Counter(page.id_list).items():
        if count > 1:
            cure = "give each its own; a second calculator takes “_id: NAME” in its fence"
            yield Finding("id", page.path, page.line(f'id="{name}"'), f"the id “{name}” stands {count} times", cure)


def _headings(page: Page) -> Iterator[Finding]:
    for heading in page.content.css("h1, h2, h3, h4, h5, h6") if page.content else ():
        name = heading.attributes.get("id") or ""
        if KEBAB.fullmatch(name):
            continue
        words = " ".join(heading.text().replace("¶", "").split())
        what = f"has the id “{name}”" if name and not name.startswith("_no-id") else "has no id of its own"
        line = page.line(f'id="{name}"') if name else page.line(words)
        yield Finding("heading", page.path, line, f"“{words}” {what}", "write ## Heading { #words-in-lower-case }")


def _references(page: Page) -> Iterator[Finding]:
    content = page.content
    if content is None:
        return
    for attribute in _IDREFS:
        for node in content.css(f"[{attribute}]"):
            value = node.attributes[attribute] or ""
            for name in value.split():
                if name not in page.ids:
                    message = f"{attribute}=“{value}” names the id “{name}”, which is not on the page"
                    line = page.line(f'{attribute}="{value}"')
                    yield Finding("id", page.path, line, message, "correct the reference, or add the element")


def _names(page: Page) -> Iterator[Finding]:
    """Material's own gaps, which overrides/main.html mends by replacing text that a new version may change."""
    for node in page.tree.css('[role="dialog"], [role="progressbar"]'):
        role = node.attributes["role"]
        if node.attributes.get("aria-hidden") != "true" and not _named(node):
            message = f"<{node.tag} role=“{role}”> has no name for a screen reader"
            cure = "give it an aria-label; for Material's own, see overrides/main.html"
            yield Finding("name", page.path, page.line(f'role="{role}"'), message, cure)
    for node in page.tree.css(
        'header label[for="__drawer"].md-header__button, header label[for="__search"].md-header__button'
    ):
        button = node.css_first("[role=button][tabindex='0']")
        if button is None or not _named(button):
            message = (
                f"<label for=“{node.attributes['for']}”> in the header cannot be reached by keyboard, or has no name"
            )
            cure = "see overrides/main.html"
            yield Finding("name", page.path, page.line("md-header__button md-icon"), message, cure)


def _calculator(page: Page, element: LexborNode) -> Iterator[Finding]:
    """The contract of the page: what the browser's script, the tests and readers without a script rely on."""
    name, own_id = element.attributes.get("name") or "", element.attributes.get("id") or ""
    line = page.line(f'<ft-calculator name="{name}" id="{own_id}"', "<ft-calculator")

    def found(message: str, cure: str) -> Finding:
        return Finding("calculator", page.path, line, f"calculator “{own_id or name}”: {message}", cure)

    template = "correct the calculator's template in src/ftdocs/templates"
    if not KEBAB.fullmatch(name) or not KEBAB.fullmatch(own_id):
        yield found(f"name=“{name}” id=“{own_id}” are not both in lower case with hyphens", template)
    if element.attributes.get("data-state") != "static":
        yield found("data-state is not “static”", template)
    forms = element.css("form")
    if len(forms) != 1:
        cure = "keep ft-calculator a block element for Markdown: inside <p>, browsers move the form out"
        yield found(f"holds {len(forms)} forms instead of one", cure)
    for form in forms:
        if "action" in form.attributes:
            yield found("the form has an action, to which browsers would send the reader's numbers", template)
        yield from (found(message, template) for message in _control_problems(form))
    yield from (found(message, template) for message in _output_problems(element))


def _control_problems(form: LexborNode) -> Iterator[str]:
    labelled = {label.attributes.get("for") for label in form.css("label[for]")}
    names: Counter[str] = Counter()
    for control in form.css("input, select, textarea"):
        attributes = control.attributes
        kind = attributes.get("type") or "text"
        if kind in _NO_CONTROL[1:]:
            continue
        name = attributes.get("name")
        if not name:
            yield f"a <{control.tag}> has no name"
            continue
        if kind not in ("radio", "checkbox"):
            names[name] += 1
        if kind == "hidden" or "hidden" in attributes:
            continue
        if attributes.get("id") not in labelled and not _named(control) and not _in_label(control):
            yield f"the input “{name}” has no label"
    yield from (f"{count} controls have the name “{name}”" for name, count in names.items() if count > 1)


def _output_problems(element: LexborNode) -> Iterator[str]:
    outputs = element.css("[data-output]")
    sentences = [node for node in outputs if node.attributes["data-output"] == "sentence"]
    values = [node for node in outputs if node.attributes["data-output"] != "sentence"]
    if len(sentences) != 1 or sentences[0].attributes.get("role") != "status":
        yield "needs one element with data-output=“sentence” and role=“status”"
    elif not sentences[0].text().strip():
        yield "its sentence is empty"
    if not values:
        yield "has no output"
    for node in values:
        if "data-value" not in node.attributes:
            yield f"the output “{node.attributes['data-output']}” has no data-value"


def _named(node: LexborNode) -> bool:
    return bool(node.attributes.get("aria-label") or node.attributes.get("aria-labelledby"))


def _in_label(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != "label":
        parent = parent.parent
    return parent is not None
