LAB = "lab06_lenet"
MISTAKES = ["starts the velocities at zero again in every epoch"]

from solutions.lab06_lenet import *


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    train_loss, val_loss, val_accuracy = [], [], []
    best_loss, best_epoch, best_state = np.inf, 0, None
    for epoch in range(epochs):
        velocity = {k: np.zeros(v.shape) for k, v in network.params().items()}
        network.train()
        batch_losses = []
        for idx in minibatches(len(x), batch_size, seed + epoch):
            scores = network.forward(x[idx])
            loss, dscores = softmax_cross_entropy(scores, y[idx])
            batch_losses.append(loss)
            network.backward(dscores)
            new = {}
            grads = network.grads()
            for k, p in network.params().items():
                new[k], velocity[k] = sgd_momentum(p, grads[k], velocity[k], lr, momentum)
            network.set_params(new)
        train_loss.append(np.mean(batch_losses))
        network.eval()
        scores = network.forward(x_val)
        val_loss.append(softmax_cross_entropy(scores, y_val)[0])
        val_accuracy.append((np.argmax(scores, axis=1) == y_val).mean())
        if val_loss[-1] < best_loss:
            best_loss, best_epoch = val_loss[-1], epoch
            best_state = {k: v.copy() for k, v in network.params().items()}
            best_state.update({k: v.copy() for k, v in network.buffers().items()})
        elif epoch - best_epoch >= patience:
            break
    network.set_params(best_state)
    return {"train_loss": train_loss, "val_loss": val_loss, "val_accuracy": val_accuracy, "best_epoch": best_epoch}
