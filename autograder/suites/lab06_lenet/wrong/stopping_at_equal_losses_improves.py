"""takes an equal loss for an improvement"""

from solutions.lab06_lenet import *

HINT = "Is 0.6 smaller than 0.6?"
FAILS = [
    "test_early_stopping::test_an_equal_loss_is_no_improvement",
    "test_early_stopping::test_training_stops_after_patience_epochs",
]


def early_stopping(losses, patience):
    best, best_epoch, bad = losses[0], 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] <= best:
            best, best_epoch, bad = losses[epoch], epoch, 0
        else:
            bad += 1
        if bad == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch
