"""How long `ftdocs verify` takes over a shelf of design documents, and how much memory it comes to hold.

Each document has some 20 kB in lines of ordinary length, with headings, lists, code and 20 links into the guide:
sections that stand, sections that have moved, calculators with inputs of their own, and one pasted result. The guide is
made up of our own calculators at their homes. Measured in a process of its own, from its start to its end.
"""

import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import calculators
from calculators import protocol
from ftdocs.homes import HOMES

ADDRESS = "https://guide.example/ft/"
SIZE = 20_000
LINKS = 20
TEXT = """
the team measured that a prompted model answers most questions about our policies and forms while the tuned one
needs fresh data every quarter so we count what both cost over two years before anybody writes a line of code
"""
WORDS = TEXT.split()


@dataclass(frozen=True)
class Shelf:
    """Seconds, seconds of CPU and peak memory of the largest process in MB, for a number of documents of one kind."""

    kind: str
    documents: int
    seconds: float
    cpu: float
    memory: float


def measure(folder: Path, documents: int, kinds: tuple[str, ...] = ("md", "html", "rst")) -> list[Shelf]:
    """`documents` of each kind, and a tenth of them beside it: memory must not grow with the shelf."""
    site = folder / "ftdocs.json"
    site.write_text(json.dumps(guide()), "utf-8")
    found = []
    for kind in kinds:
        for count in (documents // 10, documents):
            shelf = folder / f"{kind}-{count}"
            shelf.mkdir(parents=True)
            for number in range(count):
                (shelf / f"{number:04}.{kind}").write_text(document(number, kind), "utf-8")
            found.append(timed(kind, count, shelf, site))
    return found


def timed(kind: str, count: int, shelf: Path, site: Path) -> Shelf:
    command = [sys.executable, "-m", "ftdocs", "verify", str(shelf), "--site", str(site), "--address", ADDRESS]
    began = time.perf_counter()
    watched = [sys.executable, "-c", WATCH, *command]
    done = subprocess.run(watched, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode != 1 or f"in {count:,} document" not in done.stdout:
        raise RuntimeError(f"ftdocs verify went wrong: {done.stdout[-500:]} {done.stderr[-500:]}")
    cpu, memory = done.stdout.splitlines()[-1].split()
    return Shelf(kind, count, seconds, float(cpu), int(memory) / 1024)


# Prints what the command alone took: seconds of CPU, and the peak memory of its largest process in kB.
WATCH = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, flush=True)
sys.exit(code)
"""


def guide() -> dict[str, object]:
    """What verify reads of an ftdocs.json: every calculator at its home, sections beside it, one of which has moved."""
    pages: dict[str, list[dict[str, str]]] = {}
    for name, home in HOMES.items():
        sections = [{"address": f"{home}#{name}", "calculator": name}]
        pages.setdefault(home, []).extend([*sections, {"address": f"{home}#about-{name}"}])
    return {
        "format": 1,
        "site": {"address": ""},
        "pages": [{"address": home, "sections": sections} for home, sections in pages.items()],
        "calculators": {name: {"version": calculators.get(name).version} for name in calculators.ids()},
        "redirects": {f"{home}#was-{name}": f"{home}#about-{name}" for name, home in HOMES.items()},
    }


def document(number: int, kind: str) -> str:
    """One design document: the same for the same number."""
    chance = random.Random(number)
    parts, links_left = [heading(1, sentence(chance, 5), kind), pasted(number, kind)], LINKS - 1
    while sum(map(len, parts)) < SIZE:
        which = chance.random()
        if links_left and which < 0.5:
            url = address(chance)
            parts.append(
                paragraph(f"{sentence(chance, 40)} {link(url, sentence(chance, 3), kind)} {sentence(chance, 30)}", kind)
            )
            links_left -= 1
        elif which < 0.7:
            parts.append(paragraph(sentence(chance, 90), kind))
        elif which < 0.8:
            parts.append(heading(2, sentence(chance, 6), kind))
        elif which < 0.9:
            parts.append(items([sentence(chance, 12) for _ in range(5)], kind))
        else:
            parts.append(code([sentence(chance, 8) for _ in range(6)], kind))
    parts += [paragraph(link(address(chance), "more", kind), kind) for _ in range(links_left)]
    return "\n\n".join(parts) + "\n"


def address(chance: random.Random) -> str:
    """A link into the guide: a section, one that has moved, or a calculator with an input of its own."""
    name = chance.choice(sorted(HOMES))
    home = f"{ADDRESS}{HOMES[name]}"
    which = chance.random()
    if which < 0.6:
        return f"{home}#{'was' if which < 0.1 else 'about'}-{name}"
    field = next(f for f in calculators.get(name).inputs if isinstance(f.default, int | float) and f.kind != "bool")
    return f"{home}#{name}?{field.name}={field.canonical(field.default * chance.uniform(0.5, 0.99))}&v=1"


def pasted(number: int, kind: str) -> str:
    """A result as its block: as it was copied in Markdown, elsewhere as what it becomes there."""
    asked = {"do": "block", "calculator": "lift", "fields": {"items": str(200 + number)}, "numbers": True}
    about = {"address": f"{ADDRESS}{HOMES['lift']}", "date": "2026-11-26"}
    block = str(json.loads(protocol.respond(json.dumps(asked | about)))["block"])
    if kind == "md":
        return block.rstrip()
    from markdown_it import MarkdownIt

    if kind == "html":
        return str(MarkdownIt().render(block))
    plain = (
        block.replace("> ", "   ").replace(">", "").replace("[lift](", "`lift <").replace("), version", ">`__, version")
    )
    return plain.rstrip()


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words))


def paragraph(text: str, kind: str) -> str:
    import textwrap

    wrapped = textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False)
    return f"<p>{wrapped}</p>" if kind == "html" else wrapped


def link(url: str, words: str, kind: str) -> str:
    if kind == "html":
        return f'<a href="{url.replace("&", "&amp;")}">{words}</a>'
    return f"[{words}]({url})" if kind == "md" else f"`{words} <{url}>`__"


def heading(level: int, words: str, kind: str) -> str:
    if kind == "html":
        return f"<h{level}>{words}</h{level}>"
    return f"{'#' * level} {words}" if kind == "md" else f"{words}\n{'=-'[level - 1] * len(words)}"


def items(words: list[str], kind: str) -> str:
    if kind == "html":
        return "<ul>" + "".join(f"<li>{each}</li>" for each in words) + "</ul>"
    return "\n".join(f"- {each}" for each in words)


def code(lines: list[str], kind: str) -> str:
    if kind == "html":
        return "<pre><code>" + "\n".join(lines) + "</code></pre>"
    if kind == "md":
        return "```\n" + "\n".join(lines) + "\n```"
    return "::\n\n" + "\n".join(f"   {each}" for each in lines)
