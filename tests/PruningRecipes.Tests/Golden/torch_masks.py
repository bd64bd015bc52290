"""Writes torch_masks.txt: masks of torch.nn.utils.prune on the weights of benchmarks/SideBySide/WeightFormula.cs."""

import pathlib
import sys

import numpy as np
import torch
from torch.nn.utils import prune

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[2] / "benchmarks" / "SideBySide" / "peers"))
import bench  # noqa: E402

SHAPES = [(20, 30), (16, 3, 3, 3), (10, 16)]


def modules():
    result = []
    for weight in bench.weights(SHAPES):
        module = torch.nn.Module()
        module.weight = torch.nn.Parameter(weight)
        result.append(module)
    return result


def write(lines, name, pruned):
    for module in pruned:
        bits = np.packbits(module.weight_mask.numpy().reshape(-1) != 0, bitorder="little")
        lines.append(f"{name} {bits.tobytes().hex()}")


def main():
    lines = []
    for amount in (1, 596, 1073):
        layers = modules()
        parameters = [(module, "weight") for module in layers]
        prune.global_unstructured(parameters, pruning_method=prune.L1Unstructured, amount=amount)
        write(lines, f"global-{amount}", layers)
    layers = modules()
    for module in layers:
        prune.l1_unstructured(module, "weight", amount=module.weight.numel() // 2)
    write(lines, "layer", layers)

    # A second round of a quarter of what is left.
    for module in layers:
        prune.l1_unstructured(module, "weight", amount=module.weight.numel() // 8)
    write(lines, "layer-again", layers)
    (FOLDER / "torch_masks.txt").write_text("\n".join(lines) + "\n")


main()
