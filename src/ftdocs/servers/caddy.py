"""Caddy, from 2.6 on: directives to import into a site's block."""

from ftdocs.servers.deployment import Deployment


def caddy(site: Deployment) -> str:
    """The text of a file to `import` in a site block."""
    inside = [
        f'root * "{site.root}"',
        "",
        "# What every answer carries.",
        "header {",
        *(f'    {name} "{value}"' for name, value in site.headers["headers"].items()),
        "}",
        "",
        *_missing(site),
        "",
        "map {path} {ftdocs_cache} {",
        *(f'    `~{_rooted(pattern)}` "{value}"' for pattern, value in site.for_ever),
        f'    default "{site.otherwise}"',
        "}",
        "header Cache-Control {ftdocs_cache}",
        "",
        *_slash(site),
        "",
        "# Of an address that names a file; that of a folder's index is known.",
        "map {path} {ftdocs_type} {",
        *(f'    `~\\{suffix}$` "{kind}"' for suffix, kind in site.headers["types"].items()),
        "    default application/octet-stream",
        "}",
        "@ftdocs_file not path */",
        "header @ftdocs_file Content-Type {ftdocs_type}",
        "",
        *_serve(site),
    ]
    lines = [
        f"# The guide in {site.root}, at {site.base_path}. Written by `ftdocs hosting caddy`: write it anew after each",
        "# build, since the policy belongs to one build. Import it into a site block.",
        *([f"redir {site.bare} {site.base_path} 301"] if site.bare else []),
        f"handle_path {site.base_path}* {{" if site.bare else "handle {",
        # In the order written; Caddy would sort by the kind of directive.
        "    route {",
        *(f"        {line}".rstrip() for line in inside),
        "    }",
        "}",
    ]
    return "\n".join([*lines, ""])


def _rooted(pattern: str) -> str:
    return f"^/{pattern[1:]}" if pattern.startswith("^") else pattern


def _missing(site: Deployment) -> list[str]:
    index = site.headers["index"]
    return [
        "# An address that is neither a file nor a folder with a page.",
        "@ftdocs_missing {",
        "    not {",
        "        path */",
        f"        file {{path}}{index}",
        "    }",
        "    not {",
        "        not path */",
        f"        file {{path}} {{path}}/{index}",
        "    }",
        "}",
        "handle @ftdocs_missing {",
        f'    header Cache-Control "{site.otherwise}"',
        f"    rewrite * /{site.headers['not_found']}",
        "    file_server {",
        "        status 404",
        "    }",
        "}",
    ]


def _slash(site: Deployment) -> list[str]:
    """Caddy itself would drop the query."""
    lines = ["# A folder without its slash. The path is the one that was looked up: //name would lead to another host."]
    for name, query, end in (("query", 'not query ""', "/?{query}"), ("folder", 'query ""', "/")):
        lines += [
            f"@ftdocs_{name} {{",
            "    not path */",
            f"    file {{path}}/{site.headers['index']}",
            f"    path_regexp ftdocs_{name} ^/+(.*)$",
            f"    {query}",
            "}",
            f"redir @ftdocs_{name} {site.base_path}{{re.ftdocs_{name}.1}}{end} 301",
        ]
    return lines


def _serve(site: Deployment) -> list[str]:
    return [
        "file_server {",
        f"    index {site.headers['index']}",
        f"    precompressed {' '.join(site.headers['compressed'])}",
        "}",
    ]
