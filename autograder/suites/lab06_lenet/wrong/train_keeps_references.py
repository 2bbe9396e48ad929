"""keeps references to the best weights, and goes on changing these very arrays"""

import numpy as np

from solutions.lab06_lenet import *

HINT = "What is in an array that you kept, after it was changed in place?"
FAILS = [
    "test_train::test_running_statistics_return_with_the_best_weights",
    "test_train::test_the_best_weights_return",
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
            grads = network.grads()
            for name, p in network.params().items():
                velocity[name] = momentum * velocity[name] - lr * grads[name]
                p += velocity[name]
            total += loss
            steps += 1
        train_loss.append(total / steps)
        network.eval()
        scores = network.forward(x_val)
        val_loss.append(softmax_cross_entropy(scores, y_val)[0])
        val_accuracy.append((scores.argmax(axis=1) == y_val).mean())
        if epoch == 0 or val_loss[epoch] < val_loss[best_epoch]:
            best_epoch = epoch
            best = {name: a for name, a in (network.params() | network.buffers()).items()}
        elif epoch - best_epoch == patience:
            break
    network.set_params(best)
    return {"train_loss": train_loss, "val_loss": val_loss, "val_accuracy": val_accuracy, "best_epoch": best_epoch}
