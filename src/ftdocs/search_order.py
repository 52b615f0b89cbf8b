"""Who searches for the question of a calculator sees its answer, not the page around it.

The search shows a page's sections below the page only where they match better than the page itself; the others wait
behind “more on this page”. A page whose own heading asks the same would win, so the calculator's section counts for
more, on its home page alone: that is where its question leads. It is written into the finished index, which knows a
weight for each section; front matter knows one for whole pages.
"""

import json
import pathlib

from ftdocs.homes import HOMES

INDEX = "search/search_index.json"
# A page that holds every word asked for counts two and a half times as much as a section of it that does.
WEIGHT = 3


def put_answers_first(site_dir: pathlib.Path) -> None:
    """Give the calculators' sections on their home pages their weight. A site without a search index stays as it is."""
    path = site_dir / INDEX
    if not path.is_file():
        return
    index = json.loads(path.read_text("utf-8"))
    homes = {f"{home}#{name}-question" for name, home in HOMES.items()}
    for section in index["docs"]:
        if section["location"] in homes:
            section["boost"] = WEIGHT
    path.write_text(json.dumps(index, separators=(",", ":")), "utf-8")
