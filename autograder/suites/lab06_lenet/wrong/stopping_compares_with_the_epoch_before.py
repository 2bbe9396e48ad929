"""compares each loss with that of the epoch before"""

from solutions.lab06_lenet import *

HINT = "Does a loss improve if it falls from 0.9 to 0.8, and an earlier one was 0.5?"
FAILS = [
    "test_early_stopping::test_an_equal_loss_is_no_improvement",
    "test_early_stopping::test_losses_are_compared_with_the_best",
    "test_early_stopping::test_training_stops_after_patience_epochs",
    "test_early_stopping::test_what_comes_after_the_stop_is_not_looked_at",
]


def early_stopping(losses, patience):
    best_epoch, bad = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1]:
            best_epoch, bad = epoch, 0
        else:
            bad += 1
        if bad == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch
