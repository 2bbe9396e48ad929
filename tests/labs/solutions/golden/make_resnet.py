"""Write resnet.json with PyTorch, an independent implementation.

`python tests/labs/solutions/golden/make_resnet.py` needs torch (`pip install gradlab[oracle]`); the tests that read the
file do not. The weights of the networks are not stored: they are waves, the same in any version of any library.
"""

import itertools
import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("resnet.json")
VARIANTS = tuple(itertools.product((True, False), (True, False)))  # residual, batchnorm
BLOCKS, WIDTH, CLASSES = (1, 2), 3, 4  # of the stored networks

# x, then the kernels; a block without projection has None in the last place.
STORED_BLOCKS = (
    ("basic", (2, 2, 3, 4), ((2, 2, 3, 3), (2, 2, 3, 3), None), 1),
    ("basic", (1, 2, 5, 4), ((3, 2, 3, 3), (3, 3, 3, 3), (3, 2, 1, 1)), 2),
    ("bottleneck", (2, 3, 3, 4), ((2, 3, 1, 1), (2, 2, 3, 3), (3, 2, 1, 1), None), 1),
    ("bottleneck", (1, 2, 4, 5), ((2, 2, 1, 1), (2, 2, 3, 3), (4, 2, 1, 1), (4, 2, 1, 1)), 2),
)


def waves(number, shape):
    """Numbers that look irregular and are the same everywhere."""
    return 1.4 * np.sin(number + 2.3 * np.arange(np.prod(shape)) ** 1.2).reshape(shape)


def random_block(kind, rng):
    """Sizes of a block in the form of STORED_BLOCKS, with a projection wherever one is due and sometimes elsewhere."""
    C, F, M, stride = (int(rng.integers(*limits)) for limits in ((1, 5), (1, 5), (1, 4), (1, 4)))
    x = int(rng.integers(1, 4)), C, *(int(size) for size in rng.integers(1, 8, 2))
    if rng.random() < 0.4:
        F, stride = C, 1
    projection = (F, C, 1, 1) if stride > 1 or C != F or rng.random() < 0.3 else None
    if kind == "basic":
        return kind, x, ((F, C, 3, 3), (F, F, 3, 3), projection), stride
    return kind, x, ((M, C, 1, 1), (M, M, 3, 3), (F, M, 1, 1), projection), stride


def block_question(block, rng=None):
    """The arrays of a block, random or waves, and the gradient that arrives from above."""
    kind, x_shape, shapes, stride = block
    places = itertools.count(1)

    def numbers(shape):
        return rng.normal(size=shape) if rng else waves(next(places), shape)

    x, weights = numbers(x_shape), [None if shape is None else numbers(shape) for shape in shapes]
    out_channels = shapes[-2][0]
    dout = numbers((x_shape[0], out_channels, *((size - 1) // stride + 1 for size in x_shape[2:])))
    return {"kind": kind, "x": x, "weights": weights, "stride": stride, "dout": dout}


def block_answer(case):
    """What PyTorch says: out, and the gradients of x and of every kernel (None for none)."""
    import torch
    import torch.nn.functional as F

    arrays = [
        None if array is None else torch.tensor(array, requires_grad=True) for array in (case["x"], *case["weights"])
    ]
    x, *kernels, w_proj = arrays
    stride, strided = case["stride"], 0 if case["kind"] == "basic" else 1
    u = x
    for place, kernel in enumerate(kernels):
        u = torch.relu(u) if place else u
        u = F.conv2d(u, kernel, stride=stride if place == strided else 1, padding=kernel.shape[-1] // 2)
    out = torch.relu(u + (x if w_proj is None else F.conv2d(x, w_proj, stride=stride)))
    out.backward(torch.tensor(case["dout"]))
    return {
        "out": out.detach().numpy(),
        "gradients": [None if array is None else array.grad.numpy() for array in arrays],
    }


def network_question(residual, batchnorm, blocks=BLOCKS, width=WIDTH, classes=CLASSES, seed=None):
    """A network's weights by the solution's names, running statistics and a batch: random with a seed, else waves."""
    rng = np.random.default_rng(seed)
    N, training = (3, True) if seed is None else (int(rng.integers(2, 6)), bool(rng.integers(2)))
    places = itertools.count(1)
    params, buffers = {}, {}

    def numbers(*shape):
        return waves(next(places), shape) if seed is None else rng.normal(size=shape)

    def convolution(name, C, F, kernel):
        params[f"{name}.weight"] = numbers(F, C, kernel, kernel) * np.sqrt(2 / (C * kernel**2))
        if batchnorm:
            params[f"{name}_bn.weight"], params[f"{name}_bn.bias"] = 1.5 + 0.3 * numbers(F), 0.3 * numbers(F)
            buffers[f"{name}_bn.running_mean"] = 0.5 * numbers(F)
            buffers[f"{name}_bn.running_var"] = 0.5 + numbers(F) ** 2

    convolution("stem", 1, width, 3)
    C = width
    for stage, number in enumerate(blocks):
        F = width * 2**stage
        for block in range(number):
            name = f"stage{stage}_block{block}"
            inner = f"{name}.inner" if residual else name
            convolution(f"{inner}.conv1", C, F, 3)
            convolution(f"{inner}.conv2", F, F, 3)
            if residual and C != F:
                convolution(f"{name}.shortcut.proj", C, F, 1)
            C = F
    params["scores.weight"], params["scores.bias"] = numbers(C, classes) / np.sqrt(C), 0.3 * numbers(classes)
    H, W = (7, 6) if seed is None else (int(size) for size in rng.integers(5, 10, 2))
    settings = {"residual": residual, "batchnorm": batchnorm, "blocks": list(blocks), "width": width}
    settings |= {"num_classes": classes, "training": training}
    return settings | {"params": params, "buffers": buffers, "x": numbers(N, 1, H, W), "y": np.arange(N) * 3 % classes}


def network_answer(case):
    """What PyTorch says: scores, loss, dx and the gradient of every parameter."""
    import torch
    import torch.nn.functional as F

    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in case["params"].items()}
    tensors |= {name: torch.tensor(value) for name, value in case["buffers"].items()}
    x = torch.tensor(case["x"], requires_grad=True)

    def convolution(name, u, stride=1):
        kernel = tensors[f"{name}.weight"]
        u = F.conv2d(u, kernel, stride=stride, padding=kernel.shape[-1] // 2)
        if case["batchnorm"]:
            names = (f"{name}_bn.{what}" for what in ("running_mean", "running_var", "weight", "bias"))
            u = F.batch_norm(u, *(tensors[what] for what in names), case["training"], 0.1, 1e-5)
        return u

    u = torch.relu(convolution("stem", x))
    for stage, number in enumerate(case["blocks"]):
        for block in range(number):
            name, stride = f"stage{stage}_block{block}", 2 if stage and not block else 1
            inner = f"{name}.inner" if case["residual"] else name
            v = convolution(f"{inner}.conv2", torch.relu(convolution(f"{inner}.conv1", u, stride)))
            if case["residual"]:
                v = v + (convolution(f"{name}.shortcut.proj", u, 2) if stride == 2 else u)
            u = torch.relu(v)
    scores = F.linear(u.mean(dim=(2, 3)), tensors["scores.weight"].T, tensors["scores.bias"])
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
    """Write small blocks and one network of each variant, with PyTorch's answers and where they come from."""
    import torch

    blocks, networks = [], []
    for block in STORED_BLOCKS:
        found = block_answer(block_question(block))
        gradients = [None if gradient is None else gradient.tolist() for gradient in found["gradients"]]
        blocks.append(json.dumps({"block": block, "out": found["out"].tolist(), "gradients": gradients}))
    for residual, batchnorm in VARIANTS:
        found = network_answer(network_question(residual, batchnorm))
        gradients = {name: summary(gradient) for name, gradient in (found["grads"] | {"dx": found["dx"]}).items()}
        scores, loss = found["scores"].tolist(), found["loss"]
        networks.append(
            json.dumps({"variant": [residual, batchnorm], "loss": loss, "scores": scores, "gradients": gradients})
        )
    made_by = "tests/labs/solutions/golden/make_resnet.py"
    source = {"made_by": made_by, "torch": torch.__version__, "numpy": np.__version__}
    texts = [f'"source": {json.dumps(source)}']
    texts += [
        f'"{name}": [\n' + ",\n".join(cases) + "\n]" for name, cases in (("blocks", blocks), ("networks", networks))
    ]
    FILE.write_text("{\n" + ",\n".join(texts) + "\n}\n")


if __name__ == "__main__":
    main()
