"""Writes python.safetensors by the format's description alone: what the reader is held against."""

import json
import struct


def bfloat16(value):
    return struct.pack("<f", value)[2:]


tensors = [
    ("head.weight", "F32", [2, 3], b"".join(struct.pack("<f", v) for v in (1.5, -2.0, 0.0, 0.25, -0.125, 3.0e38))),
    ("head.bias", "F64", [2], struct.pack("<2d", 0.1, -1e-300)),
    ("norm.num_batches_tracked", "I64", [], struct.pack("<q", -(2**53) - 1)),
    ("half", "F16", [3], struct.pack("<3e", 1.0, -0.5, 65504.0)),
    ("brain", "BF16", [2, 1], bfloat16(1.0) + bfloat16(-3.140625)),
    ("head.weight_mask", "BOOL", [2, 3], bytes([1, 0, 1, 1, 0, 1])),
    ("empty", "F32", [0, 4], b""),
]

entries = {"__metadata__": {"format": "pt", "made by": "a script"}}
offset = 0
for name, dtype, shape, data in tensors:
    entries[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(data)]}
    offset += len(data)

# The order of the names says nothing about that of the data.
header = json.dumps(dict(sorted(entries.items(), reverse=True))).encode()
header += b" " * (-len(header) % 8)
with open("python.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(header)))
    file.write(header)
    for _, _, _, data in tensors:
        file.write(data)
