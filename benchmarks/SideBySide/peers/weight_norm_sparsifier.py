"""torch.ao's WeightNormSparsifier, each weight a block: it ranks each layer alone, for it has no global scope."""

import torch
from torch.ao.sparsity import WeightNormSparsifier


class Peer:
    THREADS = (1, 2)
    IS_GLOBAL = False

    def __init__(self, weights, pruned):
        self.weights = weights
        self.sparsity = pruned / sum(weight.numel() for weight in weights)

    def reset(self):
        self.model = torch.nn.Module()
        for number, weight in enumerate(self.weights):
            layer = torch.nn.Linear(1, 1, bias=False)
            layer.weight = torch.nn.Parameter(weight.reshape(weight.shape[0], -1))
            self.model.add_module(str(number), layer)
        self.sparsifier = WeightNormSparsifier(
            sparsity_level=self.sparsity, sparse_block_shape=(1, 1), zeros_per_block=1
        )
        self.sparsifier.prepare(self.model, [{"tensor_fqn": f"{n}.weight"} for n in range(len(self.weights))])

    def make_masks(self):
        self.sparsifier.step()

    def keep_weights(self):
        with torch.no_grad():
            for layer in self.model.children():
                _ = layer.weight
