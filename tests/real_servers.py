"""nginx, Caddy and Apache from the system's packages, on loopback, under what `ftdocs hosting` writes for them."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ftdocs.headers import read_headers
from ftdocs.hosting import Host
from ftdocs.servers import SERVERS, Deployment, deployment, nginx
from tests.reports import POLICY

# Where Debian puts what nobody but an administrator runs.
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
APACHE_MODULES = Path("/usr/lib/apache2/modules")
PROGRAMS = {"nginx": "nginx", "caddy": "caddy", "apache": "apache2"}
PATIENCE_SECONDS = 20
# Takes the policy of the site.
More = Callable[[str], dict[str, str]]


def program(name: str) -> str:
    """The path of a server's program. Where it is missing the test is skipped; with FTDOCS_NEED_SERVERS, it fails."""
    found = shutil.which(PROGRAMS[name], path=PATH)
    if found:
        return found
    said = f"{PROGRAMS[name]} is missing: `sh tools/find-servers --install` as root on Debian installs it"
    if os.environ.get("FTDOCS_NEED_SERVERS"):
        pytest.fail(said)
    pytest.skip(said)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path, **options: object) -> Iterator[None]:
    """A server until the block ends. It has PATIENCE_SECONDS to listen on `port`, and what it said is in `log`."""
    with log.open("ab") as said, subprocess.Popen(command, stdout=said, stderr=said, **options) as process:  # type: ignore[call-overload]
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"{command[0]} does not listen:\n{log.read_text()}")
                time.sleep(0.02)
            yield
        finally:
            process.terminate()


@contextlib.contextmanager
def serve(name: str, site_dir: Path, base_path: str, folder: Path, also: More | None = None) -> Iterator[Host]:
    """The site behind the server called `name`, which keeps its own files in `folder`.

    `also` gives headers to send besides those of the site, from its policy.
    """
    path, port = program(name), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = CONFIGURE[name](path, port, site_dir, base_path, folder, also)
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with running(command, port, folder / "log", env=environment):
        yield Host(f"http://127.0.0.1:{port}{base_path}")


@contextlib.contextmanager
def serve_https(site_dir: Path, base_path: str, folder: Path, certificate: Path) -> Iterator[Host]:
    """The site behind nginx over https; `certificate` holds the key, too."""
    path, port = program("nginx"), free_port()
    tls = f"listen 127.0.0.1:{port} ssl;\nssl_certificate {certificate};\nssl_certificate_key {certificate};"
    with running(_nginx(path, port, site_dir, base_path, folder, None, tls), port, folder / "log"):
        yield Host(f"https://127.0.0.1:{port}{base_path}")


def _place(site_dir: Path, base_path: str, also: More | None) -> Deployment:
    more = also(read_headers(site_dir)["headers"][POLICY]) if also else {}
    return deployment(site_dir, base_path, also=more)


def _nginx(
    path: str, port: int, site_dir: Path, base_path: str, folder: Path, also: More | None, listen: str = ""
) -> list[str]:
    brotli = BROTLI.exists()
    (folder / "site.conf").write_text(nginx(_place(site_dir, base_path, also), brotli=brotli))
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # The site's folder may be readable for its owner only.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(f"""
        {f"load_module {BROTLI};" if brotli else ""}
        {user}
        daemon off;
        pid {folder}/pid;
        error_log stderr warn;
        worker_processes 1;
        events {{}}
        http {{
            access_log off;
            {temporary}
            server {{
                {listen or f"listen 127.0.0.1:{port};"}
                include {folder}/site.conf;
            }}
        }}
    """)
    return [path, "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def _caddy(path: str, port: int, site_dir: Path, base_path: str, folder: Path, also: More | None) -> list[str]:
    (folder / "site.caddy").write_text(SERVERS["caddy"](_place(site_dir, base_path, also)))
    (folder / "Caddyfile").write_text(f"""
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    import {folder}/site.caddy
    respond 404
}}
""")
    return [path, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def _apache(path: str, port: int, site_dir: Path, base_path: str, folder: Path, also: More | None) -> list[str]:
    # It refuses to read files as root, and another user cannot read the tests' folders.
    site = folder / "site"
    if not site.exists():
        shutil.copytree(site_dir, site)
    for each in (folder, *folder.parents):
        if each.owner() != "root" or each == Path("/tmp"):
            break
        each.chmod(each.stat().st_mode | 0o011)
    (folder / "site.conf").write_text(SERVERS["apache"](_place(site, base_path, also)))
    modules = ("mpm_event", "authz_core", "unixd", "alias", "dir", "env", "headers", "mime", "rewrite", "setenvif")
    loaded = "\n".join(
        f"LoadModule {each}_module {APACHE_MODULES}/mod_{each}.so"
        for each in modules
        if (APACHE_MODULES / f"mod_{each}.so").exists()
    )
    user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
    (folder / "apache.conf").write_text(f"""
{loaded}
{user}
ServerName 127.0.0.1
ServerRoot {folder}
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog /dev/stderr
TypesConfig /dev/null
Include {folder}/site.conf
""")
    return [path, "-f", str(folder / "apache.conf"), "-DFOREGROUND"]


CONFIGURE: dict[str, Callable[[str, int, Path, str, Path, More | None], list[str]]] = {
    "nginx": _nginx,
    "caddy": _caddy,
    "apache": _apache,
}


@contextlib.contextmanager
def plain_server(site_dir: Path) -> Iterator[Host]:
    """Python's own `http.server`, which knows nothing of the site."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(site_dir)]
    with running(command, port, site_dir.parent / f"http-server-{port}.log"):
        yield Host(f"http://127.0.0.1:{port}/")


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def get(host: Host, path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
    """One request, below the site's root unless `path` begins with a slash."""
    parts = urlsplit(host.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        target = path if path.startswith("/") else parts.path + path
        connection.request(method, target, headers=dict(headers or {}))
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read())
    finally:
        connection.close()
