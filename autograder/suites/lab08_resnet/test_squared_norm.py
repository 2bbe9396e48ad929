"""squared_norm: what is true of every correct answer.

out_n = sum_d x_nd^2
"""

from hypothesis import given
from submission import squared_norm

from autograder.suites.lab08_resnet.cases import tables
from autograder.suites.lab08_resnet.definition import squared_norm as defined
from autograder.testkit import Case, assert_close


@given(tables())
def test_every_row_has_its_own_sum(case: Case) -> None:
    """returns the sum of the squares of each row"""
    assert_close("out", squared_norm(case.x), defined(case.x))
