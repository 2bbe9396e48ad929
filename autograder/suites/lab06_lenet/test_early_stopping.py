"""early_stopping: where training would have stopped, and which epoch was best until then.

Prechelt (1998), "Early Stopping - But When?": stop after `patience` epochs in a row without an improvement.
"""

from hypothesis import given, settings
from hypothesis import strategies as st
from submission import early_stopping

from autograder.suites.lab06_lenet.cases import curves, facts, stops
from autograder.suites.lab06_lenet.definition import stopping
from autograder.testkit import Case, assert_equal, supporting, weight


def check(losses: list[float], patience: int) -> None:
    """Compare both epochs, the best one first: it decides the other."""
    stop_epoch, best_epoch = early_stopping(losses, patience)
    stop, best = stopping(tuple(losses), patience)
    short = [round(loss, 8) for loss in losses]
    assert_equal(f"with patience {patience}, best_epoch of {short}", best_epoch, best)
    assert_equal(f"with patience {patience}, stop_epoch of {short}", stop_epoch, stop)


@weight(3)
@settings(max_examples=6)
@given(curves(stops, patience=(2, 4)))
def test_training_stops_after_patience_epochs(case: Case) -> None:
    """stops after `patience` epochs in a row without an improvement, and says which epoch was best"""
    check(case.losses, case.patience)


@weight(2)
@settings(max_examples=4)
@given(curves(lambda losses, patience: facts(losses, patience)["ends"]))
def test_training_that_never_stops_early_ends_with_the_last_epoch(case: Case) -> None:
    """returns the last epoch there is if `patience` epochs without an improvement never come together"""
    check(case.losses, case.patience)


@weight(2)
@settings(max_examples=4)
@given(curves(lambda losses, patience: facts(losses, patience)["tie"], patience=(2, 4)))
def test_an_equal_loss_is_no_improvement(case: Case) -> None:
    """takes an epoch for an improvement only if its loss is smaller than the best before, not if it is equal"""
    check(case.losses, case.patience)


@weight(2)
@settings(max_examples=4)
@given(curves(lambda losses, patience: facts(losses, patience)["falls without improving"], patience=(3, 5)))
def test_losses_are_compared_with_the_best(case: Case) -> None:
    """compares each loss with the best so far, not with the epoch before: falling from a peak is no improvement"""
    check(case.losses, case.patience)


@weight(2)
@settings(max_examples=4)
@given(curves(lambda losses, patience: facts(losses, patience)["lower later"]))
def test_what_comes_after_the_stop_is_not_looked_at(case: Case) -> None:
    """ignores losses behind the epoch where it stops, even if they are lower"""
    check(case.losses, case.patience)


@weight(1)
@settings(max_examples=3)
@given(curves(lambda losses, patience: facts(losses, patience)["stop"] < len(losses) - 1, patience=(1, 1)))
def test_patience_1_stops_at_the_first_epoch_without_improvement(case: Case) -> None:
    """stops at once, with patience 1, when an epoch does not improve"""
    check(case.losses, 1)


@supporting
@weight(1)
@settings(max_examples=3)
@given(st.integers(2, 9), st.integers(1, 4), st.sampled_from((0.25, 3.0, -7.5)))
def test_the_first_epoch_may_be_the_best(more: int, patience: int, first: float) -> None:
    """returns best epoch 0 where the loss only grows"""
    check([first + 0.5 * epoch for epoch in range(more)], patience)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(st.integers(1, 4), st.sampled_from((0.7, -1.5, 1e9)))
def test_a_single_epoch(patience: int, loss: float) -> None:
    """returns (0, 0) for a single epoch"""
    check([loss], patience)
