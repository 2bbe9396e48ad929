"""Write lenet.json with PyTorch, an independent implementation.

`python tests/labs/solutions/golden/make_lenet.py` needs torch (`pip install gradlab[oracle]`); the tests that read the
file do not. The 61,706 weights are not stored: they are waves, the same in any version of any library.
"""

import itertools
import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("lenet.json")
VARIANTS = tuple(itertools.product(("avg", "max"), ("tanh", "relu"), (False, True)))
SHAPES = {
    "C1": (6, 1, 5, 5),
    "C3": (16, 6, 5, 5),
    "C5": (120, 16, 5, 5),
    "F6": (120, 84),  # linear weights as in layers.py: inputs, outputs
    "OUTPUT": (84, 10),
}


def question(variant, seed=None):
    """A network's weights, running statistics and a batch: random with a seed, waves without; nothing is 0 or 1."""
    pool, activation, batchnorm = variant
    rng = np.random.default_rng(seed)
    N, training = (3, True) if seed is None else (int(rng.integers(2, 6)), bool(rng.integers(2)))
    waves = itertools.count(1)

    def numbers(*shape):
        if seed is not None:
            return rng.normal(size=shape)
        return 1.4 * np.sin(next(waves) + 2.3 * np.arange(np.prod(shape)) ** 1.2).reshape(shape)

    params, buffers = {}, {}
    for name, shape in SHAPES.items():
        outputs = shape[0] if len(shape) == 4 else shape[1]
        params[f"{name}.weight"] = numbers(*shape) * np.sqrt(2 * outputs / np.prod(shape))
        params[f"{name}.bias"] = 0.3 * numbers(outputs)
        if batchnorm and name != "OUTPUT":
            params[f"{name}_bn.weight"] = 1.5 + 0.3 * numbers(outputs)
            params[f"{name}_bn.bias"] = 0.3 * numbers(outputs)
            buffers[f"{name}_bn.running_mean"] = 0.5 * numbers(outputs)
            buffers[f"{name}_bn.running_var"] = 0.5 + numbers(outputs) ** 2
    x, y = numbers(N, 1, 32, 32), np.arange(N) * 3 % 10
    settings = {"pool": pool, "activation": activation, "batchnorm": batchnorm, "training": training}
    return settings | {"params": params, "buffers": buffers, "x": x, "y": y}


def torch_scores(case, tensors, x):
    """The network in PyTorch's own functions, one line a layer."""
    import torch
    import torch.nn.functional as F

    act = {"tanh": torch.tanh, "relu": torch.relu}[case["activation"]]
    pool = {"avg": F.avg_pool2d, "max": F.max_pool2d}[case["pool"]]

    def behind(name, u):
        if case["batchnorm"]:
            names = (f"{name}_bn.{what}" for what in ("running_mean", "running_var", "weight", "bias"))
            u = F.batch_norm(u, *(tensors[what] for what in names), case["training"], 0.1, 1e-5)
        return act(u)

    u = behind("C1", F.conv2d(x, tensors["C1.weight"], tensors["C1.bias"]))
    u = act(pool(u, 2))
    u = behind("C3", F.conv2d(u, tensors["C3.weight"], tensors["C3.bias"]))
    u = act(pool(u, 2))
    u = behind("C5", F.conv2d(u, tensors["C5.weight"], tensors["C5.bias"])).flatten(1)
    u = behind("F6", F.linear(u, tensors["F6.weight"].T, tensors["F6.bias"]))
    return F.linear(u, tensors["OUTPUT.weight"].T, tensors["OUTPUT.bias"])


def torch_tensors(case):
    """Parameters that want gradients, and running statistics that do not."""
    import torch

    params = {name: torch.tensor(value, requires_grad=True) for name, value in case["params"].items()}
    return params | {name: torch.tensor(value) for name, value in case["buffers"].items()}


def answer(case):
    """What PyTorch says: scores, loss, dx and the gradient of every parameter."""
    import torch
    import torch.nn.functional as F

    tensors, x = torch_tensors(case), torch.tensor(case["x"], requires_grad=True)
    scores = torch_scores(case, tensors, x)
    loss = F.cross_entropy(scores, torch.tensor(case["y"]))
    loss.backward()
    grads = {name: tensors[name].grad.numpy() for name in case["params"]}
    return {"scores": scores.detach().numpy(), "loss": loss.item(), "dx": x.grad.numpy(), "grads": grads}


def summary(gradient):
    """A gradient in five numbers: its length, two products with waves, the first and the last value."""
    flat = np.ravel(gradient)
    products = (np.sin(k * np.arange(flat.size) + 1) @ flat for k in (0.9, 1.7))
    return [float(value) for value in (np.linalg.norm(flat), *products, flat[0], flat[-1])]


def main():
    """Write one small case of each variant with PyTorch's answers and where they come from."""
    import torch

    made_by = "tests/labs/solutions/golden/make_lenet.py"
    texts = []
    for variant in VARIANTS:
        found = answer(question(variant))
        grads = {name: summary(gradient) for name, gradient in (found["grads"] | {"dx": found["dx"]}).items()}
        lines = [f"    {json.dumps(name)}: {json.dumps(numbers)}" for name, numbers in grads.items()]
        texts.append(
            f'{{\n  "variant": {json.dumps(variant)},\n  "loss": {json.dumps(found["loss"])},\n'
            f'  "scores": {json.dumps(found["scores"].tolist())},\n  "gradients": {{\n' + ",\n".join(lines) + "\n  }\n}"
        )
    source = {"made_by": made_by, "torch": torch.__version__, "numpy": np.__version__}
    FILE.write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [' + ",\n".join(texts) + "]\n}\n")


if __name__ == "__main__":
    main()
