"""Fragments of links as nobody should write them: made from a seed, the same in every run, here and in the browser."""

import random
from collections.abc import Iterator
from urllib.parse import quote

import calculators
from calculators.kit.calculator import Calculator

NAMES = (
    *(
        "__proto__",
        "constructor",
        "toString",
        "hasOwnProperty",
        "prototype",
        "itmes",
        "ITEMS",
        "",
        " ",
        "2.",
        "2.2.items",
    ),
    *(
        "2.__proto__",
        "<script>alert(1)</script>",
        "\u202egnp.exe",
        "ｉｔｅｍｓ",
        "items[]",
        "items.x",
        "p",
        "d",
        "é",
        "x" * 300,
    ),
)
VALUES = (
    *(
        "",
        " ",
        "0",
        "-1",
        "-0",
        "1e400",
        "1e-400",
        "nan",
        "inf",
        "-inf",
        "١٢",
        "0x10",
        "1_000",
        "1,0,0",
        "9" * 400,
        "1e15",
    ),
    *(
        "1 to 2",
        "2 to 1",
        "1 to",
        "to",
        "20k to 120k",
        "5% to 10%",
        "0 to 0",
        "true",
        "false",
        "yes",
        "no",
        "null",
        "[]",
    ),
    *(
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "';alert(1)//",
        "{{7*7}}",
        "${7}",
    ),
    *(
        "&lt;b&gt;",
        "\u202e\u2066",
        "\x00",
        "\n\r\t",
        "\ud800".encode("utf-8", "replace").decode(),
        "a" * 5000,
        "2026-02-30",
    ),
)
ENCODINGS = (
    "%FF",
    "%C0%80",
    "%E0%A4%A",
    "%ED%A0%80",
    "%",
    "%zz",
    "%u0041",
    "%00",
    "%0A",
    "+",
    "%2B",
    "%26",
    "%3D",
    "%F0%9F",
)
VERSIONS = ("0", "1", "2", "99", "99999", "100000", "-1", "1.0", "abc", "١", "", "1 ", "9" * 50, "<b>", "__proto__")
MEGABYTE = 1_000_000


def fragments(count: int, seed: int = 20261126) -> Iterator[tuple[str, str]]:
    """So many pairs of a calculator's id and a fragment that leads to it."""
    chance = random.Random(seed)
    known = [calculators.get(name) for name in calculators.ids()]
    for number in range(count):
        calculator = chance.choice(known)
        parts = [_part(chance, calculator) for _ in range(chance.randint(0, 6))]
        if chance.random() < 0.2:
            parts += parts
        if number % 1000 == 7:
            parts.append("x=" + "a" * MEGABYTE)
        elif number % 1000 == 8:
            parts = ["a=1"] * (MEGABYTE // 4)
        chance.shuffle(parts)
        mark, between = chance.choice("??????#&"), chance.choice(("&", "&", "&", ";", "&&", "?"))
        yield calculator.id, f"{calculator.id}{mark}{between.join(parts)}"


def _part(chance: random.Random, calculator: Calculator) -> str:
    """One `name=value`, or what stands in its place."""
    field = chance.choice(calculator.inputs)
    name = field.name if chance.random() < 0.6 else _encoded(chance, chance.choice(NAMES))
    name = f"2.{name}" if chance.random() < 0.15 else name
    kind = chance.random()
    if kind < 0.15:
        return f"v={_encoded(chance, chance.choice(VERSIONS))}"
    if kind < 0.2:
        return chance.choice((name, f"{name}=1=2", "=", "d=<b>", "d=1999-01", "p=1"))
    if kind < 0.35:
        return f"{name}={field.canonical(field.default)}"
    if kind < 0.5:
        return f"{name}={chance.choice(ENCODINGS)}{chance.choice(('', '5', 'x'))}"
    if kind < 0.6:
        text = "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(chance.randint(1, 30)))
        return f"{name}={_encoded(chance, text)}"
    return f"{name}={_encoded(chance, chance.choice(VALUES))}"


def _encoded(chance: random.Random, text: str) -> str:
    return quote(text, safe="") if chance.random() < 0.7 else quote(text, safe="<>\"'(){}[]!*;:,/?@$|^`~ ")
