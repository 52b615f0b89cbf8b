"""nginx, from 1.18 on: `location` blocks to include in a server."""

from ftdocs.servers.deployment import Deployment


def nginx(site: Deployment, brotli: bool = False) -> str:
    """The text of a file to `include` in a `server` block; with `brotli`, for an nginx that has ngx_brotli."""
    lines = [
        f"# The guide in {site.root}, at {site.base_path}. Written by `ftdocs hosting nginx`: write it anew after each",
        "# build, since the policy belongs to one build. Include it in a server block.",
    ]
    if site.bare:
        lines += [
            f"location = {site.bare} {{",
            "    absolute_redirect off;",
            f"    return 301 {site.base_path}$is_args$args;",
            "}",
            "",
        ]
    lines += [f"location {'^~ ' if site.bare else ''}{site.base_path} {{"]
    # Under a path, the path must not count as a folder: so `alias`, which a nested pattern does not inherit.
    lines += [f'    alias "{site.root}/";' if site.bare else f'    root "{site.root}";']
    lines += [
        f"    index {site.headers['index']};",
        "    absolute_redirect off;",
        "    # Folders without a page of their own are missing, not forbidden.",
        f"    error_page 403 404 =404 {site.not_found};",
        "",
        *(f"    {line}" for line in _types(site)),
        "",
        "    gzip_static on;",
        "    gzip_vary on;",
        "    gzip_proxied any;",
        "    brotli_static on;"
        if brotli
        else "    # With the module ngx_brotli, --brotli writes here: brotli_static on;",
        "",
        "    # A block with add_header lines of its own inherits none: so they stand in each.",
        *(f"    {line}" for line in _headers(site)),
        f'    add_header Cache-Control "{site.otherwise}" always;',
    ]
    for pattern, value in site.for_ever:
        lines += ["", *(f"    {line}" for line in _for_ever(site, pattern, value))]
    return "\n".join([*lines, "}", ""])


def _types(site: Deployment) -> list[str]:
    kinds = {kind.partition(";")[0] for kind in site.headers["types"].values() if "charset=utf-8" in kind}
    return [
        "types {",
        *(f"    {kind.partition(';')[0]} {suffix[1:]};" for suffix, kind in site.headers["types"].items()),
        "}",
        "default_type application/octet-stream;",
        "charset utf-8;",
        # text/html is always among them.
        f"charset_types {' '.join(sorted(kinds - {'text/html'}))};",
    ]


def _headers(site: Deployment) -> list[str]:
    return [f'add_header {name} "{value}" always;' for name, value in site.headers["headers"].items()]


def _for_ever(site: Deployment, pattern: str, value: str) -> list[str]:
    ahead = pattern.removeprefix("^") if pattern.startswith("^") else f".*{pattern}"
    return [
        f'location ~ "^{site.base_path.replace(".", r"\.")}(?={ahead})(?<ftdocs_file>.+)$" {{',
        *([f'    alias "{site.root}/$ftdocs_file";'] if site.bare else []),
        *(f"    {line}" for line in _headers(site)),
        # Not "always": a missing file must not be remembered for a year.
        f'    add_header Cache-Control "{value}";',
        "}",
    ]
