"""Apache httpd, from 2.4 on: directives for a server or a virtual host."""

import re

from ftdocs.servers.deployment import Deployment


def apache(site: Deployment) -> str:
    """The text of a file to `Include` in a server or virtual host; it names the modules it needs."""
    headers = site.headers
    lines = [
        f"# The guide in {site.root}, at {site.base_path}. Written by `ftdocs hosting apache`: write it anew after",
        "# each build, since the policy belongs to one build. Include it in a server or a virtual host. It",
        "# needs the modules alias, dir, env, headers, mime, rewrite and setenvif.",
        f'Alias "{site.bare}" "{site.root}"' if site.bare else f'DocumentRoot "{site.root}"',
        "",
        *_cache_marks(site),
        "",
        f'<Directory "{site.root}">',
        "    Require all granted",
        "    Options -Indexes -MultiViews +FollowSymLinks",
        "    AllowOverride None",
        f"    DirectoryIndex {headers['index']}",
        f"    ErrorDocument 404 {site.not_found}",
        "    FileETag MTime Size",
        "",
        "    AddDefaultCharset Off",
        *(f'    AddType "{kind}" {suffix}' for suffix, kind in headers["types"].items()),
        "",
        *(f'    Header always set {name} "{value}"' for name, value in headers["headers"].items()),
        f'    Header always set Cache-Control "{site.otherwise}"',
        *(
            f'    Header always set Cache-Control "{value}" env=ftdocs_for_ever_{number}'
            for number, (_, value) in enumerate(site.for_ever, 1)
        ),
        "",
        "    # The compressed copies beside the files.",
        *_copies(site),
        "</Directory>",
    ]
    return "\n".join([*lines, ""])


def _cache_marks(site: Deployment) -> list[str]:
    lines = []
    for number, (pattern, _) in enumerate(site.for_ever, 1):
        start = site.base_path.replace(".", r"\.")
        rest = pattern[1:] if pattern.startswith("^") else f".*{pattern}"
        if rest.endswith("$"):
            # The address is then the one of the copy that is sent.
            rest = f"{rest[:-1]}({'|'.join(map(re.escape, site.headers['compressed'].values()))})?$"
        lines.append(f'SetEnvIf Request_URI "^{start}{rest}" ftdocs_for_ever_{number}')
    return lines


def _copies(site: Deployment) -> list[str]:
    lines = ["    RewriteEngine On", f"    RewriteBase {site.base_path}"]
    for encoding, suffix in site.headers["compressed"].items():
        lines += [
            f"    AddEncoding {encoding} {suffix}",
            f"    RemoveType {suffix}",
            f'    RewriteCond "%{{HTTP:Accept-Encoding}}" "(^|[ ,]){encoding}([ ,;]|$)"',
            f'    RewriteCond "%{{HTTP:Accept-Encoding}}" "!(^|[ ,]){encoding} *; *q=0(\\.0*)?([ ,]|$)"',
            f'    RewriteCond "%{{REQUEST_FILENAME}}{suffix}" -f',
            f'    RewriteRule "^(.+)$" "$1{suffix}" [E=no-gzip:1,L]',
        ]
    endings = "|".join(suffix[1:] for suffix in site.headers["compressed"].values())
    return [
        *lines,
        "    # Folders without a page of their own are missing, not forbidden.",
        '    RewriteCond "%{REQUEST_FILENAME}" -d',
        f'    RewriteCond "%{{REQUEST_FILENAME}}/{site.headers["index"]}" !-f',
        '    RewriteRule "^" - [R=404,L]',
        f'    <FilesMatch "\\.({endings})$">',
        "        Header always merge Vary Accept-Encoding",
        "    </FilesMatch>",
    ]
