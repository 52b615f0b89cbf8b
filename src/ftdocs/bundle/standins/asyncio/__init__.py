"""Stands in for `asyncio`, which Pyodide imports for its event loop. The calculators wait for nothing."""


def iscoroutinefunction(func: object) -> bool:
    """Nothing in the bundle is one."""
    return False
