"""Trains a small network on the digits with PyTorch and writes trained.safetensors: the network that the sample prunes."""

import csv
import gzip
import json
import pathlib
import struct

import torch

FOLDER = pathlib.Path(__file__).parent
torch.manual_seed(1)
torch.set_num_threads(1)

with gzip.open(FOLDER / "../Datasets/Data/digits.csv.gz", "rt") as file:
    rows = [[int(cell) for cell in row] for row in csv.reader(file)]
inputs = torch.tensor([row[:64] for row in rows], dtype=torch.float32) / 16
labels = torch.tensor([row[64] for row in rows])
is_test = torch.arange(len(rows)) % 5 == 0

model = torch.nn.Sequential()
model.add_module("hidden", torch.nn.Linear(64, 128))
model.add_module("relu", torch.nn.ReLU())
model.add_module("output", torch.nn.Linear(128, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
train_inputs, train_labels = inputs[~is_test], labels[~is_test]
for _ in range(20):
    for batch in torch.randperm(len(train_labels)).split(32):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(train_inputs[batch]), train_labels[batch]).backward()
        optimizer.step()

accuracy = (model(inputs[is_test]).argmax(1) == labels[is_test]).double().mean().item()
print(f"trained by PyTorch: {100 * accuracy:.1f}% right")

# The safetensors package does the same: torch's own types and this format need nothing more.
header, data = {"__metadata__": {"format": "pt"}}, b""
for name, tensor in model.state_dict().items():
    content = struct.pack(f"<{tensor.numel()}f", *tensor.flatten().tolist())
    header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(content)]}
    data += content
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
(FOLDER / "trained.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
