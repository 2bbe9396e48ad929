"""What a student saved beside a hand-graded answer, kept for the human who reads it: bounded text and pictures."""

import re
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

MAX_TEXT = 20_000  # characters of one output
MAX_OUTPUTS = 100  # of one cell
MAX_PICTURE = 3_000_000  # base64 characters of one picture
MAX_PICTURES = 15_000_000  # of all pictures of a notebook
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
PNG, JPEG = "iVBORw0KGgo", "/9j/"  # how their first bytes look in base64


@dataclass
class Album:
    """The pictures of one notebook; `used` counts their base64 characters."""

    used: int = 0

    def outputs(self, cell: NotebookNode) -> list[NotebookNode]:
        """What the cell printed and drew when it was saved, of a cell made by notebook.plain."""
        kept = []
        for output in cell.get("outputs", [])[:MAX_OUTPUTS]:
            if output.output_type == "stream":
                output.text = output.text[:MAX_TEXT]
                kept.append(output)
                continue
            data: dict[str, Any] = output.data
            if "text/plain" in data:
                data["text/plain"] = data["text/plain"][:MAX_TEXT]
            if "image/png" in data and not self._takes(data["image/png"], PNG):
                del data["image/png"]
            if data:
                kept.append(output)
        return kept

    def attachments(self, cell: NotebookNode) -> NotebookNode:
        """The PNG and JPEG pictures pasted into a text cell."""
        kept = NotebookNode()
        for name, bundle in cell.get("attachments", {}).items():
            for mime, start in (("image/png", PNG), ("image/jpeg", JPEG)):
                if name.isprintable() and len(name) <= 200 and self._takes(bundle.get(mime, ""), start):
                    kept[name] = NotebookNode({mime: bundle[mime]})
        return kept

    def _takes(self, data: str, start: str) -> bool:
        """True for base64 that begins as the picture should, while there is room."""
        fits = len(data) <= MAX_PICTURE and self.used + len(data) <= MAX_PICTURES
        if not (fits and data.startswith(start) and BASE64.fullmatch(data)):
            return False
        self.used += len(data)
        return True
