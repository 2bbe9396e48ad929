"""The one script of the reports, and the policy that lets a browser run it and nothing else."""

import base64
import hashlib
from functools import cache

from markupsafe import Markup

from autograder.report.pages import TEMPLATES


@cache
def tables_script() -> Markup:
    """The text between <script> and </script>; ours, so it is not escaped."""
    return Markup((TEMPLATES / "tables.js").read_text(encoding="utf-8"))


@cache
def content_policy() -> str:
    """Content-Security-Policy of a page with this script: whatever else got into the page does not run."""
    digest = base64.b64encode(hashlib.sha256(tables_script().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
