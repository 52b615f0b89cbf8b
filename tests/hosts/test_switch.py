"""Releases in folders of their own and a link to the one that is up, by the very commands of the page on hosting."""

import re
import shutil
import subprocess
import threading

from ftdocs.manifest import write_manifest
from tests.conftest import ROOT
from tests.real_servers import get, serve


def documented(*needles):
    """The line of the page's commands in which all of these stand."""
    page = (ROOT / "docs/reference/hosting.md").read_text("utf-8").split("{ #new-version }")[1]
    lines = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    (line,) = (line for line in lines if all(needle in line for needle in needles))
    return line


def test_no_request_meets_a_switch_or_the_way_back(site_dir, tmp_path):
    for name in ("before", "new"):
        shutil.copytree(site_dir, tmp_path / "releases" / name)
        (tmp_path / "releases" / name / "release.txt").write_text(name)
        write_manifest(tmp_path / "releases" / name)
    kept = tmp_path / "releases/new/assets/ftdocs/app-00000000deadbeef"
    kept.mkdir()
    (kept / "worker.mjs").write_text("new")
    (tmp_path / "current").symlink_to("releases/before")
    forth, back = documented("releases/new next"), documented("releases/before next")
    with serve("nginx", tmp_path / "current", "/guides/ft/", tmp_path / "nginx") as host:
        # The server follows the link at each request, and not only when it starts.
        config = tmp_path / "nginx/site.conf"
        assert str(tmp_path / "releases") not in config.read_text()
        stop, seen = threading.Event(), []

        def ask():
            while not stop.is_set():
                reply = get(host, "release.txt")
                seen.append((reply.status, reply.body))

        asking = threading.Thread(target=ask)
        asking.start()
        for _ in range(20):
            for command in (forth, back):
                subprocess.run(["sh", "-ec", command], cwd=tmp_path, check=True)
        stop.set()
        asking.join()
        assert set(seen) <= {(200, b"before"), (200, b"new")}
        subprocess.run(["sh", "-ec", forth], cwd=tmp_path, check=True)
        assert get(host, "release.txt").body == b"new"
        subprocess.run(["sh", "-ec", documented("cp -rn")], cwd=tmp_path, check=True)
        subprocess.run(["sh", "-ec", back], cwd=tmp_path, check=True)
        assert get(host, "release.txt").body == b"before"
        # A page of the newer release goes on.
        assert get(host, "assets/ftdocs/app-00000000deadbeef/worker.mjs").body == b"new"
