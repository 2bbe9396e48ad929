"""What a student wrote is shown to graders in formgrader, in the page of somebody who may change grades."""

import re
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

BREAK = "\N{ZERO WIDTH SPACE}"
TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"\](?=\(\s*([^)\s]*))")
WEB = ("https://", "http://", "#")
REFERENCE = re.compile(r"\](?=:(?!\s*https?://))")


class InertMarkdown(Preprocessor):  # type: ignore[misc]
    """Keeps HTML in markdown cells from being HTML, and links from running code: they are shown as they were typed.

    A zero-width space after `<`, or between `]` and what makes a link of it, does it: no parser of markdown or of HTML
    sees through that, in code it looks the same, and there is no way to be clever about where code begins. Links to
    the web and pasted pictures stay.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Break every tag, and every link that leads neither to the web nor to a picture of this cell."""
        if cell.cell_type != "code":
            # A picture that is named but missing would be an error for the whole page.
            pictures = {f"attachment:{name}" for name in cell.get("attachments", {})}

            def link(found: re.Match[str]) -> str:
                return "]" if found[1].startswith(WEB) or found[1] in pictures else "]" + BREAK

            source = TAG.sub("<" + BREAK, cell.source)
            cell.source = REFERENCE.sub("]" + BREAK, LINK.sub(link, source))
        return cell, resources
