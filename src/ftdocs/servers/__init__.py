"""Configurations of web servers, each generated from `_headers.json`: `ftdocs hosting SERVER`.

- nginx: the `location` blocks for an existing server; container: a whole nginx.conf for an unprivileged process
- caddy: directives to import into a site's block
- apache: directives for a server or virtual host
- netlify: a `_headers` file for hosts that read one

Each module turns a Deployment into text. None refuses anything by itself: a Deployment holds only what all of their
languages can carry.
"""

from collections.abc import Callable

from ftdocs.servers.apache import apache
from ftdocs.servers.caddy import caddy
from ftdocs.servers.container import container
from ftdocs.servers.deployment import Deployment, deployment
from ftdocs.servers.netlify import netlify
from ftdocs.servers.nginx import nginx

__all__ = ["SERVERS", "Deployment", "deployment", "nginx"]

SERVERS: dict[str, Callable[[Deployment], str]] = {
    "nginx": nginx,
    "caddy": caddy,
    "apache": apache,
    "container": container,
    "netlify": netlify,
}
