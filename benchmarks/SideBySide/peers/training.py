"""Epochs of LeNet-300-100 on Fashion-MNIST without masks and with torch.nn.utils.prune's, in turn: EpochRace.cs in Python."""

import argparse
import gzip
import json
import os
import time

import numpy as np
import torch
from torch import nn
from torch.nn.utils import prune


def read(folder, stem, header):
    with gzip.open(os.path.join(folder, f"{stem}-ubyte.gz")) as file:
        return np.frombuffer(file.read(), dtype=np.uint8, offset=header)


class Runner:
    def __init__(self, inputs, targets, arguments):
        torch.manual_seed(1)
        self.inputs, self.targets, self.batch = inputs, targets, arguments.batch
        self.layers = [nn.Linear(784, 300), nn.Linear(300, 100), nn.Linear(100, 10)]
        fc1, fc2, head = self.layers
        self.model = nn.Sequential(fc1, nn.ReLU(), fc2, nn.ReLU(), head)
        self.loss = nn.CrossEntropyLoss()
        self.arguments = arguments

    def prune(self):
        prune.global_unstructured(
            [(layer, "weight") for layer in self.layers],
            pruning_method=prune.L1Unstructured,
            amount=self.arguments.sparsity,
        )

    def begin(self):
        self.optimizer = torch.optim.SGD(
            self.model.parameters(), self.arguments.learning_rate, self.arguments.momentum
        )

    def begin_epoch(self):
        self.order = torch.randperm(len(self.inputs))
        self.steps = (len(self.order) + self.batch - 1) // self.batch

    def train(self, part, parts):
        start = time.perf_counter()
        for step in range(part * self.steps // parts, (part + 1) * self.steps // parts):
            batch = self.order[step * self.batch : (step + 1) * self.batch]
            self.optimizer.zero_grad()
            outputs = self.model(self.inputs.index_select(0, batch))
            loss = self.loss(outputs, self.targets.index_select(0, batch))
            loss.backward()
            loss.item()
            self.optimizer.step()
        return time.perf_counter() - start


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("epochs", type=int)
    arguments.add_argument("parts", type=int)
    arguments.add_argument("batch", type=int)
    arguments.add_argument("learning_rate", type=float)
    arguments.add_argument("momentum", type=float)
    arguments.add_argument("sparsity", type=float)
    arguments = arguments.parse_args()
    torch.set_num_threads(1)
    pixels = read(arguments.folder, "train-images-idx3", 16).reshape(-1, 784)
    inputs = torch.from_numpy(pixels.astype(np.float32) / 255)
    targets = torch.from_numpy(read(arguments.folder, "train-labels-idx1", 8).astype(np.int64))
    dense = Runner(inputs, targets, arguments)
    masked = Runner(inputs, targets, arguments)
    masked.prune()
    dense.begin()
    masked.begin()
    turns = []
    for _ in range(arguments.epochs):
        dense.begin_epoch()
        masked.begin_epoch()
        for part in range(arguments.parts):
            turns.append((dense.train(part, arguments.parts), masked.train(part, arguments.parts)))
    print(json.dumps(turns))


if __name__ == "__main__":
    main()
