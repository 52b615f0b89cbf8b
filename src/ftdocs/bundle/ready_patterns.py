"""Goes into the bundle: the code of regular expressions, which Python compiles in Python. See library.py.

PATTERNS, at the end, is written at build: what `_sre.compile` takes for each, by its text and flags.
"""

import _sre  # type: ignore[import-not-found] # Python's own, without a description of types

PATTERNS: dict[tuple[str, int], tuple] = {}  # type: ignore[type-arg] # without `typing`, which would come too early
"""Text and flags of an expression: text, flags, code, number of groups, groups by name, names by group."""

missed: list[tuple[str, int]] = []
"""Text and flags of those that were compiled after all."""


def looked_up(compile_anew):  # type: ignore[no-untyped-def] # of `re._compiler`, which has no types
    """`compile_anew`, with the code that was made ahead where there is one."""

    def look_up(pattern, flags=0):  # type: ignore[no-untyped-def]
        if not isinstance(pattern, str):
            return compile_anew(pattern, flags)
        known = PATTERNS.get((pattern, flags))
        if known:
            return _sre.compile(*known)
        missed.append((pattern, int(flags)))
        return compile_anew(pattern, flags)

    return look_up
