"""After set-up a build needs no network: it is cut off here, and every attempt to reach it is written down."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from ftdocs.check import check_site
from ftdocs.manifest import read_manifest
from tests.conftest import ROOT

# Imported by every Python that starts, and by every Node: they write down whom they look up or call.
PYTHON_SPY = """
import os, sys
def hear(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        with open(os.environ["FTDOCS_HEARD"], "a") as heard:
            heard.write(f"{event} {arguments} {sys.argv}\\n")
sys.addaudithook(hear)
"""
NODE_SPY = """
const fs = require("node:fs"), net = require("node:net"), dns = require("node:dns");
const hear = (what) => fs.appendFileSync(process.env.FTDOCS_HEARD, `node ${what}\\n`);
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...words) {
  hear("connect " + JSON.stringify(words));
  return connect.apply(this, words);
};
const { lookup } = dns;
dns.lookup = (...words) => { hear("lookup " + words[0]); return lookup(...words) };
"""
TREES = ("docs", "overrides", "calculators", "src", "requirements", "tests")


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory, site_dir):
    """A copy of the project, and a way to run a command in it without a network."""
    project = tmp_path_factory.mktemp("air-gap")
    for name in TREES:
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, project / path.name)
    for name in ("node_modules", ".cache"):
        (project / name).symlink_to(ROOT / name)
    spies = project / "spies"
    spies.mkdir()
    (spies / "sitecustomize.py").write_text(PYTHON_SPY)
    (spies / "spy.cjs").write_text(NODE_SPY)
    heard = project / "heard"
    environment = {
        **os.environ,
        # The copy's sources come before those that are installed.
        "PYTHONPATH": os.pathsep.join(map(str, (spies, project / "src", project))),
        "NODE_OPTIONS": f"--require {spies / 'spy.cjs'}",
        "FTDOCS_HEARD": str(heard),
    }
    # In a network of its own, without even a loopback, where the system lets us.
    alone = ["unshare", "-n"] if os.geteuid() == 0 and shutil.which("unshare") else []

    def run(*words):
        done = subprocess.run(
            [*alone, sys.executable, *words], cwd=project, env=environment, capture_output=True, text=True, check=False
        )
        attempts = heard.read_text() if heard.exists() else ""
        heard.unlink(missing_ok=True)
        return done, attempts

    return SimpleNamespace(project=project, run=run)


def test_an_attempt_would_be_heard(cut_off):
    code = "import socket, contextlib\nwith contextlib.suppress(OSError): socket.getaddrinfo('elsewhere.example', 80)"
    _, heard = cut_off.run("-c", code)
    assert "elsewhere.example" in heard
    ask = 'require("node:net").connect(9, "127.0.0.1").on("error", () => {})'
    _, heard = cut_off.run(
        "-c",
        f"import subprocess; from ftdocs.bundle.node import find_node; subprocess.run([find_node(), '-e', {ask!r}])",
    )
    assert "node connect" in heard


@pytest.fixture(scope="module")
def built(cut_off):
    """A build there, with what set-up left in the cache."""
    return cut_off.run("-m", "ftdocs", "build", "--no-compress", "--site-dir", "out")


def test_a_build_reaches_for_nobody(cut_off, built):
    done, heard = built
    assert done.returncode == 0, done.stderr
    assert heard == ""
    assert [str(found) for found in check_site(cut_off.project / "out")] == []


@pytest.mark.full
@pytest.mark.usefixtures("built")
def test_a_build_without_a_cache_reaches_for_nobody_either(cut_off):
    (cut_off.project / ".cache").unlink()
    done, heard = cut_off.run("-m", "ftdocs", "build", "--no-compress", "--site-dir", "fresh")
    assert done.returncode == 0, done.stderr
    assert heard == ""
    assert read_manifest(cut_off.project / "fresh")["build"] == read_manifest(cut_off.project / "out")["build"]


def test_every_file_of_the_runtime_is_the_locked_one(site_dir):
    locked = json.loads((ROOT / "src/ftdocs/bundle/runtime.lock.json").read_text())["sha256"]
    shipped = [path for path in site_dir.rglob("*") if "/pyodide-" in path.as_posix() and path.is_file()]
    whole = [path for path in shipped if path.suffix not in (".br", ".gz")]
    assert {path.name for path in whole} == {"pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm"}
    for path in whole:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == locked[path.name]
        assert read_manifest(site_dir)["files"][path.relative_to(site_dir).as_posix()]["sha256"] == locked[path.name]


def test_a_runtime_file_that_is_not_the_locked_one_stops_the_build(cut_off):
    modules = cut_off.project / "node_modules"
    modules.unlink()
    modules.mkdir()
    for path in (ROOT / "node_modules").iterdir():
        if path.name != "pyodide":
            (modules / path.name).symlink_to(path)
    shutil.copytree(ROOT / "node_modules/pyodide", modules / "pyodide")
    with (modules / "pyodide/pyodide.asm.wasm").open("r+b") as file:
        file.seek(5_000_000)
        file.write(b"tampered")
    before = read_manifest(cut_off.project / "out")["build"]
    done, _ = cut_off.run("-m", "ftdocs", "build", "--no-compress", "--site-dir", "out")
    assert done.returncode == 1
    assert "node_modules/pyodide/pyodide.asm.wasm is not the file of Pyodide" in done.stderr
    assert read_manifest(cut_off.project / "out")["build"] == before
