"""Write alexnet.json with PyTorch, an independent implementation.

`python tests/labs/solutions/golden/make_alexnet.py` needs torch (`pip install gradlab[oracle]`); the tests that read
the file do not. Weights and images are not stored: they are waves, the same in any version of any library.
"""

import itertools
import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("alexnet.json")

# size, alpha, beta, k and the shape of x: windows inside, cut off on one side and on both, one channel, the paper's
NORMS = (
    (3, 0.5, 0.75, 2.0, (2, 5, 2, 3)),
    (5, 0.2, 0.5, 1.0, (1, 8, 3, 2)),
    (7, 1.3, 1.1, 0.5, (3, 4, 1, 2)),
    (1, 0.8, 0.75, 3.0, (2, 3, 2, 2)),
    (9, 0.1, 2.0, 1.5, (2, 1, 3, 3)),
    (5, 1e-4, 0.75, 2.0, (2, 6, 2, 2)),
)
# num_classes, width and the shape of one image
NETWORKS = ((4, 1 / 32, (3, 67, 67)), (7, 1 / 64, (1, 67, 99)), (3, 0.04, (2, 83, 68)))
CONVOLUTIONS = {"CONV1": (96, 11, 4, 0), "CONV2": (256, 5, 1, 2), "CONV3": (384, 3, 1, 1), "CONV4": (384, 3, 1, 1)}
CONVOLUTIONS["CONV5"] = (256, 3, 1, 1)
POOLED = ("CONV1", "CONV2", "CONV5")  # a pooling of 3 x 3, stride 2, stands behind these
NORMALISED = ("CONV1", "CONV2")


def norm_question(size, alpha, beta, k, shape, seed=None):
    """A call of local response normalisation with numbers of a size that makes the sums matter."""
    if seed is None:
        x, dout = (scale * np.sin(scale + 2.3 * np.arange(np.prod(shape)) ** 1.2).reshape(shape) for scale in (2.5, 1))
    else:
        x, dout = np.random.default_rng(seed).normal(size=(2, *shape))
    if alpha < 0.01:
        x = 80 * x
    return {"size": size, "alpha": alpha, "beta": beta, "k": k, "x": x, "dout": dout}


def norm_answer(case):
    """What PyTorch says: out and dx. Its alpha is divided by size, ours is not."""
    import torch
    import torch.nn.functional as F

    x = torch.tensor(case["x"], requires_grad=True)
    out = F.local_response_norm(x, case["size"], case["alpha"] * case["size"], case["beta"], case["k"])
    out.backward(torch.tensor(case["dout"]))
    return {"out": out.detach().numpy(), "dx": x.grad.numpy()}


def side(pixels):
    """The side of the map that FC6 gets, step by step."""
    for row, (_, kernel, stride, padding) in CONVOLUTIONS.items():
        pixels = (pixels + 2 * padding - kernel) // stride + 1
        if row in POOLED:
            pixels = (pixels - 3) // 2 + 1
    return pixels


def network_question(num_classes, width, input_shape, seed=None):
    """A network's weights, a batch of images and a dout: random with a seed, waves without."""
    rng = np.random.default_rng(seed)
    waves = itertools.count(1)

    def numbers(*shape):
        if seed is not None:
            return rng.normal(size=shape)
        return 1.4 * np.sin(next(waves) + 2.3 * np.arange(np.prod(shape)) ** 1.2).reshape(shape)

    params, (before, H, W) = {}, input_shape
    for row, (channels, kernel, _, _) in CONVOLUTIONS.items():
        F = max(1, round(width * channels))
        params[f"{row}.weight"] = numbers(F, before, kernel, kernel) * np.sqrt(2 / (before * kernel**2))
        params[f"{row}.bias"] = 3 * numbers(F)
        before = F
    before *= side(H) * side(W)
    for row, units in (("FC6", 4096), ("FC7", 4096), ("FC8", None)):
        M = num_classes if units is None else max(1, round(width * units))
        params[f"{row}.weight"] = numbers(before, M) * np.sqrt(2 / before)
        params[f"{row}.bias"] = numbers(M)
        before = M
    x, dout = 60 * numbers(2, *input_shape), numbers(2, num_classes)  # pixel values, so that normalisation counts
    arguments = {"num_classes": num_classes, "width": width, "input_shape": tuple(input_shape)}
    return {"arguments": arguments, "params": params, "x": x, "dout": dout}


def torch_scores(tensors, x):
    """The network in PyTorch's own functions."""
    import torch
    import torch.nn.functional as F

    for row, (_, _, stride, padding) in CONVOLUTIONS.items():
        x = torch.relu(F.conv2d(x, tensors[f"{row}.weight"], tensors[f"{row}.bias"], stride, padding))
        if row in POOLED:
            x = F.max_pool2d(x, 3, 2)
        if row in NORMALISED:
            x = F.local_response_norm(x, 5, 5 * 1e-4, 0.75, 2)
    x = x.flatten(1)
    for row in ("FC6", "FC7", "FC8"):
        x = F.linear(x, tensors[f"{row}.weight"].T, tensors[f"{row}.bias"])
        x = x if row == "FC8" else torch.relu(x)
    return x


def network_answer(case):
    """What PyTorch says: scores and the gradients of every parameter and of the images."""
    import torch

    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in case["params"].items()}
    x = torch.tensor(case["x"], requires_grad=True)
    scores = torch_scores(tensors, x)
    scores.backward(torch.tensor(case["dout"]))
    gradients = {name: tensor.grad.numpy() for name, tensor in tensors.items()} | {"dx": x.grad.numpy()}
    return {"scores": scores.detach().numpy(), "gradients": gradients}


def summary(gradient):
    """A gradient in five numbers: its length, two products with waves, the first and the last value."""
    flat = np.ravel(gradient)
    products = (np.sin(k * np.arange(flat.size) + 1) @ flat for k in (0.9, 1.7))
    return [float(value) for value in (np.linalg.norm(flat), *products, flat[0], flat[-1])]


def main():
    """Write the small cases with PyTorch's answers and where they come from."""
    import torch

    norms = []
    for arguments in NORMS:
        found = norm_answer(norm_question(*arguments))
        norms.append(json.dumps({"arguments": arguments, **{name: array.tolist() for name, array in found.items()}}))
    networks = []
    for arguments in NETWORKS:
        found = network_answer(network_question(*arguments))
        gradients = {name: summary(gradient) for name, gradient in found["gradients"].items()}
        stored = {"arguments": arguments, "scores": found["scores"].tolist(), "gradients": gradients}
        networks.append(json.dumps(stored))
    made_by = "tests/labs/solutions/golden/make_alexnet.py"
    source = {"made_by": made_by, "torch": torch.__version__, "numpy": np.__version__}
    parts = (f'"{name}": [\n' + ",\n".join(texts) + "\n]" for name, texts in (("norms", norms), ("networks", networks)))
    FILE.write_text(f'{{\n"source": {json.dumps(source)},\n' + ",\n".join(parts) + "\n}\n")


if __name__ == "__main__":
    main()
