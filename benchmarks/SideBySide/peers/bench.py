"""Measures one peer on one set of weights and prints a line of JSON for each number of threads."""

import argparse
import importlib
import json
import statistics
import time

import numpy as np
import torch

INDEX_MASK = np.uint32((1 << 27) - 1)
SECONDS_FOR_EACH = 2.0
SECONDS_FOR_MASKS = 10.0
MOST_REPETITIONS = 15
MOST_MASKS = 5


def weights(shapes):
    """The weights of WeightFormula.cs."""
    first = 0
    for shape in shapes:
        count = int(np.prod(shape))
        index = np.arange(first, first + count, dtype=np.uint32)
        x = (index * np.uint32(0x9E3779B1)) & INDEX_MASK
        x ^= x >> np.uint32(14)
        x = (x * np.uint32(0x85EBCA77)) & INDEX_MASK
        x ^= x >> np.uint32(13)
        sign = (index * np.uint32(0xC2B2AE3D)) & np.uint32(0x80000000)
        bits = (np.uint32(0x3F800000 - 1) - x) | sign
        yield torch.from_numpy(bits.view(np.float32).reshape(shape))
        first += count


def resident(field):
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith(field):
                return int(line.split()[1]) * 1024


def peak_of(work):
    """What a call needs beyond what it found, in bytes."""
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")
    before = resident("VmRSS")
    result = work()
    return result, resident("VmHWM") - before


def median(work, prepare=lambda: None):
    """Seconds of a call, after one that is not counted."""
    times = []
    end = time.perf_counter() + SECONDS_FOR_EACH
    while len(times) < MOST_REPETITIONS + 1 and (len(times) < 2 or time.perf_counter() < end):
        prepare()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def median_of_masks(peer, first):
    """Seconds to make the masks, of as many calls as there is time for."""
    times = [first]
    while len(times) < MOST_MASKS and sum(times) < SECONDS_FOR_MASKS:
        peer.reset()
        start = time.perf_counter()
        peer.make_masks()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("peer")
    arguments.add_argument("shapes")
    arguments.add_argument("pruned", type=int)
    arguments.add_argument("masks_file")
    arguments = arguments.parse_args()
    shapes = [tuple(int(size) for size in shape.split(",")) for shape in arguments.shapes.split(";")]
    peer = importlib.import_module(arguments.peer).Peer(list(weights(shapes)), arguments.pruned)

    for threads in peer.THREADS:
        torch.set_num_threads(threads)
        figures = {"threads": threads}
        peer.reset()
        start = time.perf_counter()
        _, figures["extra_bytes"] = peak_of(peer.make_masks)
        figures["mask"] = median_of_masks(peer, time.perf_counter() - start)
        for name in ("keep_weights", "keep_all", "snapshot", "rewind"):
            work = getattr(peer, name, None)
            if work is not None:
                figures[name] = median(work)
        print(json.dumps(figures), flush=True)

    if peer.IS_GLOBAL:
        with open(arguments.masks_file, "wb") as file:
            for mask in peer.masks():
                file.write(np.packbits(mask.reshape(-1), bitorder="little").tobytes())


if __name__ == "__main__":
    main()
