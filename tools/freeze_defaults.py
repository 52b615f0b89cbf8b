"""Freeze the defaults of every calculator's current version in calculators/history/, where links look them up.

Run it after raising a calculator's `version`. A version that is frozen already is never changed: links rest on it. The
schema of profile.yml, which lists every input by name, is written anew as well.
"""

import datetime
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import calculators  # noqa: E402
from ftdocs.profile import schema  # noqa: E402


def main() -> None:
    for calculator_id in calculators.ids():
        calculator = calculators.get(calculator_id)
        path = ROOT / "calculators" / "history" / f"{calculator_id}.json"
        history = json.loads(path.read_text("utf-8")) if path.exists() else {"versions": {}}
        version = str(calculator.version)
        if version in history["versions"]:
            continue
        history["versions"][version] = {
            "frozen": datetime.date.today().isoformat(),
            "data": calculator.data,
            "change": "" if version == "1" else input(f"{calculator_id} {version}: what changed in the formula? "),
            "defaults": calculator.defaults(),
        }
        path.write_text(json.dumps(history, indent=2, ensure_ascii=False) + "\n", "utf-8")
        print(f"froze version {version} of {calculator_id}")
    if not schema.FILE.exists() or schema.FILE.read_text("utf-8") != schema.text_of():
        schema.FILE.write_text(schema.text_of(), "utf-8")
        print(f"wrote {schema.FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
