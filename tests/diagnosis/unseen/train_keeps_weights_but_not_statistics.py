LAB = "lab06_lenet"
MISTAKES = ["brings back the best weights at the end but leaves the running statistics of the last epoch"]

from solutions.lab06_lenet import *


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    h = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    vel = {}
    for name, p in network.params().items():
        vel[name] = np.zeros_like(p)
    snapshots = []
    for e in range(epochs):
        network.train()
        total, count = 0.0, 0
        for b in minibatches(len(x), batch_size, seed + e):
            loss, d = softmax_cross_entropy(network.forward(x[b]), y[b])
            network.backward(d)
            total, count = total + loss, count + 1
            p, g = network.params(), network.grads()
            for name in vel:
                step, vel[name] = sgd_momentum(p[name], g[name], vel[name], lr, momentum)
                network.set_params({name: step})
        network.eval()
        out = network.forward(x_val)
        h["train_loss"].append(total / count)
        h["val_loss"].append(softmax_cross_entropy(out, y_val)[0])
        h["val_accuracy"].append(np.count_nonzero(out.argmax(1) == y_val) / len(y_val))
        snapshots.append({name: p.copy() for name, p in network.params().items()})
        stop, best = early_stopping(h["val_loss"], patience)
        if e - best >= patience:
            break
    h["best_epoch"] = best
    network.set_params(snapshots[best])
    return h
