"""ftdocs: a guide with calculators, built with MkDocs, computed by Python at build, in the browser and here."""

__version__ = "0.1.0"
