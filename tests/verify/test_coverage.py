"""Coverage: what counts as varied where a contract leaves nothing to vary."""

import numpy as np

from autograder.verify.coverage import Seen, _uncovered, fixed_shapes


def batches(seen, fixed):
    for N in (1, 2, 3, 4):
        for dtype, order in (("float32", "C"), ("float64", "F")):
            seen.note("argument 1 of forward", np.ones((N, 1, 8, 8), dtype, order), fixed)
    return list(_uncovered(seen))


def test_samples_of_one_shape_need_other_batches_only_where_the_contract_fixes_it():
    assert batches(Seen(), fixed=True) == []
    assert batches(Seen(), fixed=False) == [
        f"axis {axis} of arrays of 4 axes has {length} elements in every case"
        for axis, length in enumerate((1, 8, 8), 1)
    ]


def test_a_contract_that_says_nothing_fixes_nothing():
    assert fixed_shapes("lab02_batchnorm") == frozenset()
