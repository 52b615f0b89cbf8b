"""Stands in for `pyodide.webloop`, an event loop for `asyncio`. The calculators wait for nothing."""


def _initialize_event_loop() -> None: ...
