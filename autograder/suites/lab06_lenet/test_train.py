"""train: the loop, momentum, the order of the batches, evaluation, early stopping, and the best weights at the end.

Most claims train a small network of the lab's own layers and compare every number with the same training in the
plainest code. Two train the submission's own LeNet-5 on real digits.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import build_lenet5, train

from autograder.suites.lab06_lenet.definition import stopping
from autograder.suites.lab06_lenet.digits import dealt, digits, first_weights
from autograder.suites.lab06_lenet.lenet import slots
from autograder.suites.lab06_lenet.training import (
    Array,
    Trained,
    expected,
    images,
    log_softmax,
    run_training,
    tiny,
    trainings,
)
from autograder.suites.lab06_lenet.waits import after_network, after_stopping
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    builds_on,
    supporting,
    weight,
)
from autograder.testkit.networks import Network

SOME = 60  # digits on which the loss is measured
KEYS = ("train_loss", "val_loss", "val_accuracy")


def best_is_last(case: Case, trained: Trained) -> bool:
    """Whether the last epoch is the best: then the weights at the end are those of the last step."""
    return bool(trained.best_epoch == case.epochs - 1)


def best_is_before(case: Case, trained: Trained) -> bool:
    """Whether training went on behind the best epoch, which is not the first."""
    return 0 < trained.best_epoch < len(trained.val_loss) - 1


def best_after_a_pause(case: Case, trained: Trained) -> bool:
    """Whether more epochs than a batch has images did not improve before the best one."""
    paused = stopping(tuple(trained.val_loss), case.batch_size)[1] != trained.best_epoch
    return paused and best_is_before(case, trained)


def stops_early(case: Case, trained: Trained) -> bool:
    """Whether early stopping ended training, not as soon as it could."""
    return bool(case.patience < len(trained.val_loss) - 1 < case.epochs - 1)


def numbers(history: Any, key: str) -> Any:
    """A list of the history as an array."""
    assert type(history) is dict, "train returned something else than a dict"
    given = tuple(history)
    assert key in given, f"the history has no {key!r}"
    found = history[key]
    return np.array(found, "float64") if type(found) in (list, tuple) and found else found


def check_history(history: Any, case: Case, *keys: str) -> None:
    """Compare lists of the history: first how many epochs they tell of, then the numbers."""
    for key in keys:
        got, wish = numbers(history, key), np.array(getattr(expected(case), key))
        if isinstance(got, np.ndarray):
            assert_equal(f"the number of epochs in {key}", len(got), len(wish))
        assert_close(key, got, wish)


def trained_history(case: Case) -> Any:
    """What train returns for the case's small network."""
    return run_training(tiny(case), case)


def check_params(case: Case) -> None:
    """Compare the parameters of the case's small network after training."""
    network = tiny(case)
    run_training(network, case)
    found = network.params()
    still = all(np.array_equal(found[name], value) for name, value in case.start.items())
    assert not still, "after training, all parameters are what they were before: do the steps reach the network?"
    for name, value in expected(case).params.items():
        assert_close(f"after training, {name}", found[name], value)


@weight(2)
@settings(max_examples=3)
@given(trainings(best_is_last, epochs=(1, 1), batches=(1, 1)))
@after_stopping
def test_a_single_step(case: Case) -> None:
    """moves every parameter by -lr * gradient in the first step, with momentum or without"""
    check_params(case)


@weight(2)
@settings(max_examples=3)
@given(trainings(best_is_last, epochs=(1, 1), momentum=(0.0,)))
@after_stopping
def test_every_batch_is_a_step(case: Case) -> None:
    """makes a step for every batch of an epoch, in the order of minibatches(len(x), batch_size, seed)"""
    check_params(case)


@weight(2)
@settings(max_examples=3)
@given(trainings(best_is_last, epochs=(1, 1)))
@after_stopping
def test_momentum_carries_on_from_batch_to_batch(case: Case) -> None:
    """keeps a velocity for every parameter from batch to batch: momentum * velocity - lr * gradient"""
    check_params(case)


@weight(2)
@settings(max_examples=3)
@given(trainings(best_is_last, epochs=(2, 4), momentum=(0.0,)))
@after_stopping
def test_every_epoch_has_an_order_of_its_own(case: Case) -> None:
    """deals the batches of every epoch anew, with seed + epoch"""
    check_params(case)


@weight(2)
@settings(max_examples=3)
@given(trainings(best_is_last, epochs=(2, 4), batches=(1, 2)))
@after_stopping
def test_velocities_live_through_all_epochs(case: Case) -> None:
    """keeps the velocities from epoch to epoch"""
    check_params(case)


@weight(1.5)
@settings(max_examples=3)
@given(trainings())
@after_stopping
def test_train_loss_is_the_mean_over_the_batches(case: Case) -> None:
    """notes as train_loss the mean of the losses of an epoch's batches, each before its step"""
    check_history(trained_history(case), case, "train_loss")


@weight(1.5)
@settings(max_examples=3)
@given(trainings())
@after_stopping
def test_val_loss_is_that_of_the_validation_images(case: Case) -> None:
    """notes as val_loss the loss on (x_val, y_val) after each epoch"""
    check_history(trained_history(case), case, "val_loss")


@weight(1)
@settings(max_examples=3)
@given(trainings(lambda case, trained: len({*trained.val_accuracy}) > 1))
@after_stopping
def test_val_accuracy_is_the_share_that_is_right(case: Case) -> None:
    """notes as val_accuracy the share of x_val whose largest score is the right one, after each epoch"""
    check_history(trained_history(case), case, "val_accuracy")


@weight(2)
@settings(max_examples=3)
@given(trainings(stops_early, epochs=(7, 9), lr=(0.3, 1.0), patience=(1, 3)))
@after_stopping
def test_training_stops_as_early_stopping_says(case: Case) -> None:
    """stops after `patience` epochs in a row without an improvement of val_loss"""
    history = trained_history(case)
    for key in KEYS:
        assert_equal(f"the number of epochs in {key}", len(numbers(history, key)), len(expected(case).val_loss))
    assert_equal("best_epoch", history.get("best_epoch"), expected(case).best_epoch)


@weight(1)
@settings(max_examples=2)
@given(trainings(best_after_a_pause, epochs=(6, 8), batches=(5, 7), lr=(0.1, 0.6), patience=(9, 12), sizes=(1, 1)))
@after_stopping
def test_training_ends_after_the_last_epoch(case: Case) -> None:
    """trains all epochs if patience does not run out, and says which was the best"""
    history = trained_history(case)
    check_history(history, case, "val_loss")
    assert_equal("best_epoch", history.get("best_epoch"), expected(case).best_epoch)


@weight(3)
@settings(max_examples=4)
@given(trainings(best_is_before, epochs=(5, 8), lr=(0.3, 1.0)))
@after_stopping
def test_the_best_weights_return(case: Case) -> None:
    """gives the network the weights of the best epoch back at the end, not those of the last"""
    check_params(case)


@weight(1.5)
@settings(max_examples=2)
@given(trainings(lambda case, trained: trained.best_epoch > 0, deep=True, epochs=(3, 4)))
@after_stopping
def test_batchnorm_is_trained_in_training(case: Case) -> None:
    """trains in training and validates in evaluation, in every epoch: batch normalisation shows the difference"""
    check_history(trained_history(case), case, "train_loss", "val_loss")


@weight(1.5)
@settings(max_examples=3)
@given(trainings(best_is_before, deep=True, epochs=(5, 8), lr=(0.3, 1.0)))
@after_stopping
def test_running_statistics_return_with_the_best_weights(case: Case) -> None:
    """brings back the running statistics of the best epoch, too, and leaves the network in evaluation"""
    network = tiny(case)
    run_training(network, case)
    buffers = network.buffers()
    for name, value in expected(case).buffers.items():
        assert_close(f"after training, {name}", buffers[name], value)
    assert_close("the scores of x_val after training", network.forward(images(case.blocks_val)), expected(case).scores)


@weight(1)
@settings(max_examples=1)
@given(digits())
@after_network
@after_stopping
def test_the_loss_on_digits_falls(case: Case) -> None:
    """lowers the loss of your own network on real digits to less than half in three epochs"""
    network = before_digits(case)
    x, y, *_ = dealt(case.number)
    before = loss_of(network, x[:SOME], y[:SOME])
    on_digits(network, case)
    after = loss_of(network, x[:SOME], y[:SOME])
    assert after < before / 2, f"the loss on the digits that it trained on went from {before:.2f} to {after:.2f}"


def loss_of(network: Network, x: Array, y: Array) -> float:
    """The mean over the images of -log softmax of the right score."""
    scores = network.forward(x, (len(x), 10))
    return float(-np.mean(log_softmax(scores)[np.arange(len(y)), y]))


@weight(1.5)
@settings(max_examples=1)
@given(digits())
@after_network
@after_stopping
def test_half_of_the_digits_are_read(case: Case) -> None:
    """teaches your own network to read half of the held-back digits, shifted and noisy, in three epochs"""
    network = before_digits(case)
    on_digits(network, case)
    *_, x_new, y_new = dealt(case.number)
    right = float(np.mean(network.forward(x_new, (len(x_new), 10)).argmax(axis=1) == y_new))
    assert right >= 0.5, f"{right:.0%} of the held-back digits are read, expected 50% at least"


def before_digits(case: Case) -> Network:
    """The submission's own network with its first weights."""
    with builds_on(build_lenet5):
        network = Network(build_lenet5(), slots())
        network.fill(first_weights(case.number))
    return network


def on_digits(network: Network, case: Case) -> None:
    """Train it on a few digits."""
    x, y, x_val, y_val, _, _ = dealt(case.number)
    names = ("epochs", "batch_size", "lr", "momentum", "patience", "seed")
    train(network.made, x, y, x_val, y_val, **{name: case[name] for name in names})


@supporting
@weight(1)
@settings(max_examples=2)
@given(trainings(stops_early, epochs=(7, 9), lr=(0.3, 1.0)))
@after_stopping
def test_the_history_has_a_number_for_each_epoch(case: Case) -> None:
    """returns train_loss, val_loss and val_accuracy with one number for each epoch, and best_epoch"""
    history = trained_history(case)
    lengths = [len(numbers(history, key)) for key in KEYS]
    same = lengths[0] > 0 and len({*lengths}) == 1
    assert same, f"{', '.join(KEYS)} have {lengths} numbers, expected the same of each"
    assert "best_epoch" in history, "the history has no 'best_epoch'"
    lowest = int(np.argmin(numbers(history, "val_loss")))
    assert_equal("best_epoch", history["best_epoch"], lowest)


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(trainings(epochs=(2, 3)))
@after_stopping
def test_training_twice_from_the_same_start_gives_the_same(case: Case) -> None:
    """gives the same history for the same network, images and seed"""
    first, again = (numbers(trained_history(case), "val_loss") for _ in range(2))
    assert_close("val_loss of the second training", again, first)
    other = numbers(run_training(tiny(case), case, seed=case.seed + 17), "val_loss")
    assert np.shape(other) != np.shape(first) or np.abs(other - first).max() > 1e-9, "another seed gives the same"


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(trainings(epochs=(2, 3), dtype="float32", layout="F"))
@after_stopping
def test_float32_images_train_as_well(case: Case) -> None:
    """trains on float32 images, however they lie in memory, as on float64 images, up to rounding"""
    losses = numbers(trained_history(case), "train_loss")
    assert_close("train_loss", losses, np.array(expected(case).train_loss), rtol=1e-3)
