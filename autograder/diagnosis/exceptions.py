"""What an exception, a None or a wrong number of values says by itself."""

from collections.abc import Sequence

from autograder.diagnosis.bank import Named
from autograder.diagnosis.samples import Sample
from autograder.diagnosis.words import general
from autograder.sandbox.inside.values import Raised

BY_KIND = {
    "UnboundLocalError": "unbound",
    "NameError": "name",
    "AttributeError": "attribute",
    "IndexError": "index",
    "ZeroDivisionError": "division",
    "AxisError": "axes_count",
    "RecursionError": "recursion",
    "SyntaxError": "syntax",
}
BY_REASON = {
    "pad": "pad",
    "broadcast": "broadcast",
    "reshape": "reshape",
    "product": "product",
    "unpack": "unpack",
    "none": "none_used",
    "empty": "empty",
    "arguments": "arguments",
    "one value": "one_value",
    "float": "float",
    "axis": "axes_count",
    "too many indices": "axes_count",
    "truth": "truth",
}


def by_exception(output: str, samples: Sequence[Sample]) -> Named | None:
    """The same failure to answer in every sample."""
    found = {_one(sample) for sample in samples}
    name = found.pop() if len(found) == 1 else None
    return general(name, output=output) if name else None


def _one(sample: Sample) -> str | None:
    got, want = sample.got, sample.want
    if isinstance(want, Raised):
        if isinstance(got, Raised):
            return "other_refusal" if got.kind != want.kind else None
        return "not_refused"
    if isinstance(got, Raised):
        if got.why == "raise":
            return "refused"
        return BY_REASON.get(got.why) or BY_KIND.get(got.kind)
    if sample.part.place:
        return None  # a part of a table says nothing about what the function returns
    if got is None:
        return "none" if sample.part.whole else "none_for"
    if isinstance(want, tuple) and sample.part.whole and not (isinstance(got, tuple | list) and len(got) == len(want)):
        return "count"
    return None
