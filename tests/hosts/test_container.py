"""The container's nginx, run here: without rights, on a read-only root, with nothing to write to but /tmp."""

import contextlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from ftdocs.cli import main
from ftdocs.hosting import Host
from ftdocs.servers.container import PORT
from tests.conftest import BASE_PATH, ROOT
from tests.real_servers import BROTLI, free_port, get, program, running

CONTAINERFILE = (ROOT / "container/Containerfile").read_text()
# What an engine does with `--read-only --tmpfs /tmp --cap-drop all --security-opt no-new-privileges`, and USER.
CONTAINED = """
mount --make-rprivate /
mount --bind "$1" /mnt
mount --bind "$2" /media
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount -o remount,bind,ro /mnt
mount -o remount,bind,ro /media
mount -o remount,bind,ro /
shift 2
! touch /written 2>/dev/null || exit 1
exec setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
"""


def command_with(word: str) -> list[str]:
    """The words of the command in the Containerfile in which this word stands."""
    lists = [json.loads(found) for found in re.findall(r"^ *CMD (\[.*\])$", CONTAINERFILE, re.MULTILINE)]
    (words,) = (words for words in lists if any(word in each for each in words))
    return list(words)


@pytest.fixture(scope="module")
def contained(site_dir, tmp_path_factory):
    """The site in the container's nginx, and the port it listens on."""
    path = program("nginx")
    if os.geteuid() != 0 or not shutil.which("unshare") or not BROTLI.exists():
        if os.environ.get("FTDOCS_NEED_SERVERS"):
            pytest.fail("a container's mounts want root, unshare and nginx with its Brotli module")
        pytest.skip("a container's mounts want root, unshare and nginx with its Brotli module")
    folder, port = tmp_path_factory.mktemp("container"), free_port()
    command = ["hosting", "container", "--site-dir", str(site_dir), "--root", "/mnt", "--base-path", BASE_PATH]
    written = CliRunner().invoke(main, command, catch_exceptions=False)
    assert written.exit_code == 0, written.stderr
    assert f"listen {PORT};" in written.stdout
    config = folder / "nginx.conf"
    config.write_text(written.stdout.replace(f"listen {PORT};", f"listen 127.0.0.1:{port};"))
    for each in (site_dir, folder):
        each.chmod(0o755)
    log = folder / "log"
    log.touch()
    log.chmod(0o666)
    start = ["/media/nginx.conf" if word == "/etc/nginx/nginx.conf" else word for word in command_with("nginx")]
    start[0] = path
    with running(["unshare", "-m", "sh", "-c", CONTAINED, "sh", str(site_dir), str(folder), *start], port, log):
        yield Host(f"http://127.0.0.1:{port}{BASE_PATH}"), port, log


def test_it_serves_the_site(contained, site_dir):
    host, _, log = contained
    assert get(host, "").body == (site_dir / "index.html").read_bytes()
    assert get(host, "", headers={"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br"
    assert get(host, "nowhere").body == (site_dir / "404.html").read_bytes()
    said = log.read_text()
    assert '"GET /guides/ft/ HTTP/1.1" 200' in said
    assert "emerg" not in said
    assert "alert" not in said


def test_it_runs_without_rights(contained):
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            text = status.read_text()
            if "/media/nginx.conf" in (status.parent / "cmdline").read_text() or (
                text.startswith("Name:\tnginx") and "Uid:\t65534" in text
            ):
                found.append(text)
    assert found
    for text in found:
        assert re.search(r"^CapEff:\t0+$", text, re.MULTILINE)
        assert re.search(r"^NoNewPrivs:\t1$", text, re.MULTILINE)
        assert re.search(r"^Uid:\t65534\t65534", text, re.MULTILINE)


def test_the_health_check_is_the_one_of_the_container_file(contained):
    _, port, _ = contained
    command = command_with("healthz")
    assert command[0] == "busybox"
    if not shutil.which("busybox") and not os.environ.get("FTDOCS_NEED_SERVERS"):
        pytest.skip("busybox is missing")
    asked = [word.replace(f":{PORT}/", f":{port}/") for word in command]
    assert subprocess.run(asked, check=False, timeout=10).returncode == 0
    elsewhere = [word.replace("/healthz", "/guides/ft/nowhere") for word in asked]
    assert subprocess.run(elsewhere, check=False, timeout=10, capture_output=True).returncode != 0


def test_it_copies_what_the_build_and_the_command_leave():
    copied = re.findall(r"^COPY (\S+) (\S+)$", CONTAINERFILE, re.MULTILINE)
    assert copied == [("container/nginx.conf", "/etc/nginx/nginx.conf"), ("site", "/srv/guide")]
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert sorted(kept) == sorted(source for source, _ in copied)
