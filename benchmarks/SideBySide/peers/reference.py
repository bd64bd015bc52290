"""What the references do alike: masks of the weights' type, multiplied in place."""

import torch


class Reference:
    THREADS = (1, 2)
    IS_GLOBAL = True

    def __init__(self, weights, pruned):
        self.weights = weights
        self.pruned = pruned
        self.gradients = [torch.ones_like(weight) for weight in weights]
        self.momenta = [torch.ones_like(weight) for weight in weights]
        self.saved = [weight.clone() for weight in weights]
        self.float_masks = []

    def reset(self):
        for weight, saved in zip(self.weights, self.saved):
            weight.copy_(saved)
        self.float_masks = []

    def set_masks(self, threshold):
        self.float_masks = [(weight.abs() > threshold).to(weight.dtype) for weight in self.weights]

    def masks(self):
        return [mask.numpy() != 0 for mask in self.float_masks]

    def keep_weights(self):
        for weight, mask in zip(self.weights, self.float_masks):
            weight.mul_(mask)

    def keep_all(self):
        for tensors in zip(self.float_masks, self.weights, self.gradients, self.momenta):
            for tensor in tensors[1:]:
                tensor.mul_(tensors[0])

    def snapshot(self):
        for weight, saved in zip(self.weights, self.saved):
            saved.copy_(weight)

    def rewind(self):
        for weight, saved, mask in zip(self.weights, self.saved, self.float_masks):
            torch.mul(saved, mask, out=weight)
