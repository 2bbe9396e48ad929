"""waits for one epoch more than patience"""

from solutions.lab06_lenet import *

HINT = "With patience 1, how many epochs without an improvement may there be?"
FAILS = [
    "test_early_stopping::test_an_equal_loss_is_no_improvement",
    "test_early_stopping::test_losses_are_compared_with_the_best",
    "test_early_stopping::test_patience_1_stops_at_the_first_epoch_without_improvement",
    "test_early_stopping::test_the_first_epoch_may_be_the_best",
    "test_early_stopping::test_training_stops_after_patience_epochs",
    "test_early_stopping::test_what_comes_after_the_stop_is_not_looked_at",
]


def early_stopping(losses, patience):
    best, best_epoch, bad = losses[0], 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best:
            best, best_epoch, bad = losses[epoch], epoch, 0
        else:
            bad += 1
        if bad > patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch
