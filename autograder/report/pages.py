"""The template environment both pages share: escaping, the few filters, and how untrusted text is made harmless.

Every sentence lives in templates/ inside `{% trans %}`, so a gettext catalogue can replace the null translations.
"""

import re
from collections.abc import Iterable
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

TEMPLATES = Path(__file__).parent / "templates"
# Control characters, overrides of the writing direction and halves of surrogate pairs: they can make a page
# show something else than it says, or not be written at all. Tab and newline stay.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` with every character that could garble a page or a file replaced by U+FFFD."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def number(value: float) -> str:
    """Points as people write them: at most two decimals, none that are zero (12.50 -> 12.5, 10.0 -> 10)."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percent(part: float, whole: float) -> str:
    """A share in whole per cent; 100 only for all of it and 0 only for none."""
    if whole <= 0:
        return "0"
    share = 100 * part / whole
    return str(round(share) if share in (0.0, 100.0) else min(99, max(1, round(share))))


def countable(value: float) -> int:
    """The whole number that picks a plural form for points: 1 only for exactly one, 2 for 0.5 and 1.25."""
    return int(value) if value in (0, 1) else max(2, ceil(value))


def clip(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut is marked by an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def claim(text: str) -> str:
    """A claim as it stands inside a sentence: one line, no full stop of its own."""
    return " ".join(text.split()).rstrip(".")


def prose(text: str) -> Markup:
    """Escaped text in which `backticks` become code; an unpaired backtick stays as it is."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if i % 2 else escape(part) for i, part in enumerate(parts)
    )


@cache
def environment() -> Environment:
    """Templates with escaping always on; an unknown name is an error, not an empty string."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    env.filters.update(number=number, clip=clip, claim=claim, prose=prose, percent=percent, countable=countable)
    return env


def page(template: str, **context: Any) -> str:
    """Fill one template and drop what cannot be printed."""
    return printable(environment().get_template(template).render(**context))


def smallest(template: str, budget: int, limits: Iterable[int], **context: Any) -> str:
    """Fill one template with the longest texts (`limit` characters each) that keep it within `budget` bytes."""
    text = ""
    for limit in limits:
        text = page(template, limit=limit, **context)
        if len(text.encode()) <= budget:
            break
    return text
