"""The one exception of this package."""


class BundleError(Exception):
    """Why there is no bundle, in one or two plain sentences that end with the cure."""
