"""Writes snip.json: the masks of SNIP and of magnitude pruning by PyTorch, with the weights and the data they are of.

Needs PyTorch alone (made with 1.13, Debian's python3-torch). SNIP is written as its paper says: a variable c of ones
multiplies each weight, and the saliency is the absolute value of the loss's derivative by it.
"""

import json
import pathlib

import torch
from torch.nn import functional

SHAPES = {"fc1.weight": (20, 6), "fc2.weight": (10, 20), "head.weight": (3, 10)}
SPARSITIES = (0.5, 0.8, 0.9)


def kept(scores, sparsity):
    """The indices that are kept, over all layers side by side."""
    count = round(sparsity * scores.numel())
    order = torch.sort(scores, stable=True).indices
    return sorted(order[count:].tolist())


def main():
    torch.manual_seed(20)
    weights = {name: torch.randn(shape) * 0.5 for name, shape in SHAPES.items()}
    biases = {name: torch.randn(shape[0]) * 0.1 for name, shape in SHAPES.items()}
    inputs = torch.randn(16, 6)
    targets = torch.randint(3, (16,))

    variables = {name: torch.ones(shape, requires_grad=True) for name, shape in SHAPES.items()}
    outputs = inputs
    for name in SHAPES:
        if name != "fc1.weight":
            outputs = torch.relu(outputs)
        outputs = functional.linear(outputs, weights[name] * variables[name], biases[name])
    loss = functional.cross_entropy(outputs, targets)
    gradients = torch.autograd.grad(loss, list(variables.values()))

    snip = torch.cat([gradient.abs().flatten() for gradient in gradients])
    magnitude = torch.cat([weight.abs().flatten() for weight in weights.values()])
    reference = {
        "weights": {name: weight.flatten().tolist() for name, weight in weights.items()},
        "biases": {name: bias.tolist() for name, bias in biases.items()},
        "inputs": inputs.flatten().tolist(),
        "targets": targets.tolist(),
        "loss": loss.item(),
        "saliency": snip.tolist(),
        "snip": {str(sparsity): kept(snip, sparsity) for sparsity in SPARSITIES},
        "magnitude": {str(sparsity): kept(magnitude, sparsity) for sparsity in SPARSITIES},
    }
    path = pathlib.Path(__file__).with_name("snip.json")
    path.write_text(json.dumps(reference, indent=1) + "\n", encoding="utf-8")


main()
