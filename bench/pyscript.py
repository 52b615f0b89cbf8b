# ruff: noqa
"""The same question to the same calculators, by way of PyScript: runs in the benchmark's page."""

from calculators.protocol import respond
from pyscript import window

window.answered(respond(window.asked))
