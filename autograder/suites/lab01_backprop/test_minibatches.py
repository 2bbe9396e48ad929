"""minibatches: what is true of every correct answer.

The samples 0 ... num_samples - 1 in a random order that the seed decides, cut into batches.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import minibatches

from autograder.suites.lab01_backprop.cases import deals
from autograder.suites.lab01_backprop.definition import batch_sizes
from autograder.testkit import Case, assert_equal, supporting, weight


def dealt(case: Case, seed: str = "seed") -> list[list[int]]:
    """The batches of the case as lists of ints; a sentence if they are something else."""
    batches = minibatches(case.num_samples, case.batch_size, case[seed])
    return [indices(number, batch) for number, batch in enumerate(batches)]


def indices(number: int, batch: Any) -> list[int]:
    """A batch as a list of ints: an array has a claim of its own, a list may pass here."""
    if isinstance(batch, np.ndarray):
        batch = batch.tolist()
    whole = isinstance(batch, list | tuple) and all(isinstance(sample, int | np.integer) for sample in batch)
    assert whole, f"batch {number} does not hold whole numbers along one axis"
    return [int(sample) for sample in batch]


def order(batches: list[Any], case: Case) -> list[int]:
    """All samples in their order, which may lack none: whatever is not dealt would keep many a promise."""
    samples = [sample for batch in batches for sample in batch]
    assert_equal("the samples of all batches, sorted,", sorted(samples), list(range(case.num_samples)))
    return samples


def in_full(case: Case, batches: list[Any]) -> None:
    """Claim that every sample is in one batch, and that batches are as large as they must be."""
    order(batches, case)
    assert_equal("the sizes of the batches", [len(batch) for batch in batches], expected_sizes(case))


def expected_sizes(case: Case) -> list[int]:
    """The sizes of the batches, in turn."""
    return batch_sizes(case.num_samples, case.batch_size)


@weight(3)
@settings(max_examples=4)
@given(deals(last="short"))
def test_every_sample_comes_once_and_the_last_batch_is_short(case: Case) -> None:
    """puts every sample in exactly one batch, batch_size in each, and what is left in the last"""
    in_full(case, dealt(case))


@weight(2)
@settings(max_examples=3)
@given(deals(last="full"))
def test_every_sample_comes_once_in_full_batches(case: Case) -> None:
    """puts every sample in exactly one batch and makes no empty one when batch_size divides num_samples"""
    in_full(case, dealt(case))


@weight(3)
@settings(max_examples=3)
@given(deals(last="full"))
def test_the_order_is_random(case: Case) -> None:
    """shuffles the samples, not just the batches: neighbours are torn apart"""
    batches = dealt(case)
    samples = order(batches, case)
    assert len(batches) > 1, "there is one batch only"
    assert samples != sorted(samples), "the samples come in their own order"
    runs = [sorted(batch) == list(range(min(batch), min(batch) + len(batch))) for batch in batches if batch]
    assert not all(runs), "every batch holds samples that follow one another"


@supporting
@weight(0.75)
@settings(max_examples=3)
@given(deals(last="only"))
def test_a_batch_may_be_larger_than_all_there_is(case: Case) -> None:
    """returns a single batch with every sample when batch_size exceeds num_samples"""
    in_full(case, dealt(case))


@supporting
@weight(1)
@settings(max_examples=3)
@given(deals(last="full"))
def test_the_same_seed_gives_the_same_batches(case: Case) -> None:
    """returns the same batches for the same seed"""
    first = dealt(case)
    order(first, case)
    assert dealt(case) == first, "the same seed gives other batches the second time"


@supporting
@weight(1)
@settings(max_examples=3)
@given(deals(last="full"))
def test_another_seed_gives_another_order(case: Case) -> None:
    """returns the samples in another order for another seed"""
    first, second = order(dealt(case), case), order(dealt(case, "other"), case)
    assert first != second, "another seed gives the same order"


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(deals(last="full"))
def test_seed_0_is_a_seed(case: Case) -> None:
    """returns the same batches every time for seed 0, too"""
    case = Case({**case, "seed": 0})
    first = dealt(case)
    order(first, case)
    assert dealt(case) == first, "seed 0 gives other batches the second time"


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(deals(last="full"))
def test_batches_are_arrays_of_integers(case: Case) -> None:
    """returns arrays of integers with one axis, which can index the samples"""
    batches = minibatches(case.num_samples, case.batch_size, case.seed)
    assert len(batches) > 0, "there is no batch"
    for number, batch in enumerate(batches):
        assert isinstance(batch, np.ndarray), f"batch {number} is no array"
        assert batch.ndim == 1, f"batch {number} has {batch.ndim} axes, expected 1"
        assert batch.dtype.kind in "iu", f"batch {number} has dtype {batch.dtype}, expected integers"
