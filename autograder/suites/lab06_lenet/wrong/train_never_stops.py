"""ignores patience and trains all epochs"""

import numpy as np

from solutions.lab06_lenet import *

HINT = "What should happen after `patience` epochs without an improvement?"
FAILS = [
    "test_train::test_training_stops_as_early_stopping_says",
]


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    train_loss, val_loss, val_accuracy = [], [], []
    best_epoch, best = 0, None
    velocity = {name: np.zeros(p.shape) for name, p in network.params().items()}
    for epoch in range(epochs):
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
    network.set_params(best)
    return {"train_loss": train_loss, "val_loss": val_loss, "val_accuracy": val_accuracy, "best_epoch": best_epoch}
