"""concatenate, abs, numpy.partition: the fastest way to a threshold that Python's libraries have."""

import numpy as np

import reference


class Peer(reference.Reference):
    THREADS = (1,)

    def make_masks(self):
        scores = np.concatenate([weight.numpy().reshape(-1) for weight in self.weights])
        np.abs(scores, out=scores)
        scores.partition(self.pruned - 1)
        self.set_masks(float(scores[self.pruned - 1]))
