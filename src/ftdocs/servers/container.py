"""A whole nginx.conf for a process without rights: a container whose root is read-only. See container/Containerfile."""

from ftdocs.servers.deployment import Deployment
from ftdocs.servers.nginx import nginx

PORT = 8080
HEALTH = "/healthz"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def container(site: Deployment) -> str:
    """The text of nginx.conf for Debian's nginx with its Brotli module. It writes to /tmp only."""
    locations = "\n".join(f"        {line}".rstrip() for line in nginx(site, brotli=True).splitlines())
    temporary = "\n".join(f"    {name}_temp_path /tmp/{name};" for name in _TEMPORARY)
    return f"""\
# Written by `ftdocs hosting container`: write it anew after each build.
load_module modules/ngx_http_brotli_static_module.so;
daemon off;
pid /tmp/nginx.pid;
worker_processes auto;
error_log stderr warn;

events {{
    worker_connections 1024;
}}

http {{
    access_log /dev/stdout;
{temporary}
    log_not_found off;
    server_tokens off;
    sendfile on;
    tcp_nopush on;

    server {{
        listen {PORT};

        location = {HEALTH} {{
            access_log off;
            default_type text/plain;
            if (!-f "{site.root}/{site.headers["index"]}") {{
                return 503;
            }}
            return 200 "ok\\n";
        }}

{locations}
    }}
}}
"""
