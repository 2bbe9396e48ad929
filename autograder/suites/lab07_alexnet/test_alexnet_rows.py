"""alexnet_rows: what is true of every correct answer.

Krizhevsky, Sutskever & Hinton 2012, section 3.5 and figure 2, one tower. Each claim is about some columns of the table,
row by row in its order: a wrong number of channels costs no kernel.
"""

from submission import alexnet_rows

from autograder.suites.lab07_alexnet.definition import ALEXNET
from autograder.suites.lab07_alexnet.tables import assert_columns, is_table
from autograder.testkit import assert_equal, supporting, weight

COLUMNS = ("name", "kind", "channels", "kernel", "stride", "padding", "activation")


def check_columns(*chosen: str) -> None:
    """These columns of the table are right."""
    assert_columns("the table", alexnet_rows(), ALEXNET, COLUMNS, chosen)


@weight(2)
def test_names_and_kinds() -> None:
    """lists the rows CONV1 to FC8 in their order, each with its kind"""
    check_columns("name", "kind")


@weight(2)
def test_channels() -> None:
    """gives every convolution the channels and every linear layer the units of one tower, 96 to 1000"""
    check_columns("channels")


@weight(2)
def test_kernels_and_strides() -> None:
    """gives every convolution its kernel and stride, and pools 3 x 3 windows 2 pixels apart, so that they overlap"""
    check_columns("kernel", "stride")


@weight(1)
def test_padding() -> None:
    """pads nothing before CONV1, 2 pixels before CONV2 and 1 before CONV3, CONV4 and CONV5; pooling has no padding"""
    check_columns("padding")


@weight(2)
def test_activations() -> None:
    """puts ReLU behind every convolution and behind FC6 and FC7, and nothing behind pooling, normalisation and FC8"""
    check_columns("activation")


@supporting
@weight(1)
def test_thirteen_rows_of_seven_values() -> None:
    """returns a list of 13 rows of seven values each"""
    rows = alexnet_rows()
    assert type(rows) in (list, tuple), f"alexnet_rows returned {rows!r}, expected a list of rows"
    assert is_table(rows, len(COLUMNS)), "a row has another number of values than 7"
    assert_equal("the number of rows", len(rows), len(ALEXNET))
