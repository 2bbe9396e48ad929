"""What was measured, kept beside the docs: one JSON file a part, with machine, date and load; and tables of it."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy

FOLDER = Path(__file__).parents[2] / "docs" / "measured"


def machine() -> dict[str, str]:
    """What it was measured on, and how busy that was with other things when it began."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return {
        "date": f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC",
        "processor": f"{model}, {len(os.sched_getaffinity(0))} cores",
        "system": f"Linux {platform.release()}, Python {platform.python_version()}, NumPy {numpy.__version__}",
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def keep(part: str, begun: dict[str, str], rows: list[dict[str, Any]], **more: Any) -> None:
    """Store the rows of one part, and print them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    document = {"machine": begun | {"load at the end": f"{os.getloadavg()[0]:.1f}"}, "rows": rows, **more}
    (FOLDER / f"{part}.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"\n{part}: {', '.join(document['machine'].values())}\n{table(rows)}", flush=True)


def load(part: str) -> dict[str, Any]:
    """What keep() stored; nothing where it was never measured."""
    path = FOLDER / f"{part}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {"machine": {}, "rows": []}


def table(rows: list[dict[str, Any]]) -> str:
    """Rows as a table in Markdown."""
    if not rows:
        return "(nothing measured)"
    head = list(rows[0])
    sides = ["---:" if isinstance(rows[0][key], int | float) else "---" for key in head]
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join(sides) + "|"]
    lines += ["| " + " | ".join(_said(row[key]) for key in head) + " |" for row in rows]
    return "\n".join(lines)


def _said(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
