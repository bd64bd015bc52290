"""torch.nn.utils.prune.global_unstructured; its hook makes the masked weight anew before each forward."""

import torch
from torch.nn.utils import prune


class Peer:
    THREADS = (1, 2)
    IS_GLOBAL = True

    def __init__(self, weights, pruned):
        self.weights = weights
        self.pruned = pruned
        self.modules = []

    def reset(self):
        self.modules = []
        for weight in self.weights:
            module = torch.nn.Module()
            module.weight = torch.nn.Parameter(weight)
            self.modules.append(module)

    def make_masks(self):
        prune.global_unstructured(
            [(module, "weight") for module in self.modules],
            pruning_method=prune.L1Unstructured,
            amount=self.pruned,
        )

    def masks(self):
        return [module.weight_mask.numpy() != 0 for module in self.modules]

    def keep_weights(self):
        for module in self.modules:
            for hook in module._forward_pre_hooks.values():
                hook(module, None)
