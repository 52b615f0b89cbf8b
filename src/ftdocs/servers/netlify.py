"""A `_headers` file, as hosts of static sites (Netlify, Cloudflare Pages) read it at the root of what they serve.

Its patterns know no more than a star, so the names with a hash stand in it one by one, as they are in this build. Where
no rule sets Cache-Control, these hosts say themselves that pages be asked for each time.
"""

from ftdocs.servers.deployment import Deployment


def netlify(site: Deployment) -> str:
    """The text of `_headers`; put the file into the site's folder."""
    lines = [
        "# Written by `ftdocs hosting netlify`: write it anew after each build, since it belongs to one build.",
        f"{site.base_path}*",
        *(f"  {name}: {value}" for name, value in site.headers["headers"].items()),
    ]
    # These hosts know the other types.
    for suffix in (".mjs", ".wasm"):
        lines += [f"{site.base_path}*{suffix}", f"  Content-Type: {site.headers['types'][suffix]}"]
    for name in site.hashed:
        value = site.for_ever[0][1]
        lines += [f"{site.base_path}{name}{'*' if name.endswith('/') else ''}", f"  Cache-Control: {value}"]
    return "\n".join([*lines, ""])
