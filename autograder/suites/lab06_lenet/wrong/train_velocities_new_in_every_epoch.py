"""sets the velocities back to 0 in every epoch"""

import numpy as np

from solutions.lab06_lenet import *

HINT = "How long do the velocities live?"
FAILS = [
    "test_train::test_batchnorm_is_trained_in_training",
    "test_train::test_float32_images_train_as_well",
    "test_train::test_running_statistics_return_with_the_best_weights",
    "test_train::test_the_best_weights_return",
    "test_train::test_train_loss_is_the_mean_over_the_batches",
    "test_train::test_training_ends_after_the_last_epoch",
    "test_train::test_training_stops_as_early_stopping_says",
    "test_train::test_val_loss_is_that_of_the_validation_images",
    "test_train::test_velocities_live_through_all_epochs",
]


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    train_loss, val_loss, val_accuracy = [], [], []
    best_epoch, best = 0, None
    for epoch in range(epochs):
        velocity = {name: np.zeros(p.shape) for name, p in network.params().items()}
        network.train()
        total, steps = 0.0, 0
        for batch in minibatches(len(x), batch_size, seed + epoch):
            loss, dscores = softmax_cross_entropy(network.forward(x[batch]), y[batch])
            network.backward(dscores)
            grads, new = network.grads(), {}
            for name, p in network.params().items():
                new[name], velocity[name] = sgd_momentum(p, grads[name], velocity[name], lr, momentum)
            network.set_params(new)
            total += loss
            steps += 1
        train_loss.append(total / steps)
        network.eval()
        scores = network.forward(x_val)
        val_loss.append(softmax_cross_entropy(scores, y_val)[0])
        val_accuracy.append((scores.argmax(axis=1) == y_val).mean())
        if epoch == 0 or val_loss[epoch] < val_loss[best_epoch]:
            best_epoch = epoch
            best = {name: a.copy() for name, a in (network.params() | network.buffers()).items()}
        elif epoch - best_epoch == patience:
            break
    network.set_params(best)
    return {"train_loss": train_loss, "val_loss": val_loss, "val_accuracy": val_accuracy, "best_epoch": best_epoch}
