LAB = "lab06_lenet"
MISTAKES = [
    "takes a loss that is only equal to the best one as an improvement",
    "deals the minibatches with the same seed in every epoch",
]

from solutions.lab06_lenet import *


def early_stopping(losses, patience):
    lowest, best_epoch = losses[0], 0
    for epoch, loss in enumerate(losses):
        if loss <= lowest:
            lowest, best_epoch = loss, epoch
        elif epoch - best_epoch == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    history = {"train_loss": [], "val_loss": [], "val_accuracy": [], "best_epoch": 0}
    velocities = {n: 0 * p for n, p in network.params().items()}
    lowest = None
    for epoch in range(epochs):
        network.train()
        losses = []
        for batch in minibatches(len(x), batch_size, seed):
            loss, dout = softmax_cross_entropy(network.forward(x[batch]), y[batch])
            losses.append(loss)
            network.backward(dout)
            grads, moved = network.grads(), {}
            for n, p in network.params().items():
                moved[n], velocities[n] = sgd_momentum(p, grads[n], velocities[n], lr, momentum)
            network.set_params(moved)
        network.eval()
        scores = network.forward(x_val)
        val_loss, _ = softmax_cross_entropy(scores, y_val)
        history["train_loss"].append(sum(losses) / len(losses))
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(float((scores.argmax(axis=1) == y_val).mean()))
        if lowest is None or val_loss < lowest:
            lowest = val_loss
            history["best_epoch"] = epoch
            kept = {n: p.copy() for n, p in (network.params() | network.buffers()).items()}
        if epoch - history["best_epoch"] >= patience:
            break
    network.set_params(kept)
    return history
