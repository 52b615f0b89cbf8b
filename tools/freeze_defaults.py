"""Freeze the defaults of every calculator's current version in calculators/history/, where links look them up.

Run it after raising a calculator's `version`. A version that is frozen already is never changed: links rest on it.
"""

import datetime
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import calculators  # noqa: E402


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


if __name__ == "__main__":
    main()
