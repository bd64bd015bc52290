"""Writes reference.json: what PyTorch computes for the tests of TorchSharp.Subset.

Needs PyTorch alone (made with 1.13, Debian's python3-torch). Weights and data come from formulas, not from a random
generator, so that both sides start from the same numbers; only "initialisation" depends on PyTorch's generator.
"""

import json
import math
import pathlib

import torch
from torch import nn

STEPS = 12
EPOCHS = 14
RATE = 0.05

# Large enough that gradients of rounding noise do not become steps, which would differ from machine to machine.
EPSILON = 1e-3


def wave(shape, frequency, amplitude):
    """amplitude * sin(frequency * (i + 1)) at element i, in double precision, then rounded to float."""
    count = math.prod(shape)
    values = [amplitude * math.sin(frequency * (i + 1)) for i in range(count)]
    return torch.tensor(values, dtype=torch.float64).to(torch.float32).reshape(shape)


def filled(model, vector_offset=0.0):
    with torch.no_grad():
        for index, parameter in enumerate(model.parameters()):
            offset = vector_offset if parameter.dim() == 1 else 0.0
            parameter.copy_(offset + wave(parameter.shape, 0.7 + 0.1 * index, 0.5))
    return model


def mlp():
    model = filled(nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 5), nn.ReLU(), nn.Linear(5, 3)))
    return model, wave([10, 6], 0.37, 1.0), torch.arange(10) % 3


def convolutional():
    # No bias before batch normalisation, for the reason of EPSILON.
    model = nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1, bias=False),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(4, 3, 3, stride=2, bias=False),
        nn.BatchNorm2d(3),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(3, 4),
    )
    filled(model, vector_offset=1.0)
    return model, wave([6, 2, 10, 10], 0.23, 1.0), torch.arange(6) % 4


MODELS = {"mlp": mlp, "convolutional": convolutional}

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=RATE),
    "sgd_momentum": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.9, dampening=0.1, weight_decay=0.01),
    "sgd_nesterov": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.9, weight_decay=0.01, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=RATE, weight_decay=0.01),
    "adam_amsgrad": lambda p: torch.optim.Adam(p, lr=RATE, betas=(0.8, 0.9), eps=EPSILON, amsgrad=True),
    "adamw": lambda p: torch.optim.AdamW(p, lr=RATE, eps=EPSILON, weight_decay=0.1),
    "adamw_amsgrad": lambda p: torch.optim.AdamW(
        p, lr=RATE, betas=(0.8, 0.9), eps=EPSILON, weight_decay=0.1, amsgrad=True
    ),
}


def train(make_model, make_optimizer):
    model, inputs, targets = make_model()
    optimizer = make_optimizer(model.parameters())
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        evaluation = nn.functional.cross_entropy(model(inputs), targets).item()
    sums = {name: tensor.double().sum().item() for name, tensor in model.state_dict().items()}
    return {"losses": losses, "evaluation": evaluation, "sums": sums}


def sequential(optimizer):
    schedule = torch.optim.lr_scheduler
    return schedule.SequentialLR(
        optimizer,
        [
            schedule.LinearLR(optimizer, start_factor=0.1, total_iters=4),
            schedule.CosineAnnealingLR(optimizer, T_max=5),
            schedule.ExponentialLR(optimizer, gamma=0.5),
        ],
        milestones=[4, 9],
    )


SCHEDULERS = {
    "step": lambda o: torch.optim.lr_scheduler.StepLR(o, step_size=3, gamma=0.5),
    "multi_step": lambda o: torch.optim.lr_scheduler.MultiStepLR(o, milestones=[2, 5, 5, 9], gamma=0.3),
    "exponential": lambda o: torch.optim.lr_scheduler.ExponentialLR(o, gamma=0.8),
    "cosine": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=5, eta_min=0.001),
    "linear": lambda o: torch.optim.lr_scheduler.LinearLR(o, start_factor=0.25, end_factor=0.75, total_iters=6),
    "constant": lambda o: torch.optim.lr_scheduler.ConstantLR(o, factor=0.2, total_iters=4),
    "lambda": lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda epoch: 1 / (1 + epoch)),
    "sequential": sequential,
    "one_cycle": lambda o: torch.optim.lr_scheduler.OneCycleLR(o, max_lr=0.4, total_steps=EPOCHS),
    "one_cycle_linear": lambda o: torch.optim.lr_scheduler.OneCycleLR(
        o, max_lr=0.4, epochs=7, steps_per_epoch=2, anneal_strategy="linear", three_phase=True
    ),
}


def rates(make_scheduler):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE, momentum=0.9)
    scheduler = make_scheduler(optimizer)
    table, momenta = [], []
    for epoch in range(EPOCHS):
        table.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        if epoch < EPOCHS - 1:
            scheduler.step()
    return {"rates": table, "momenta": momenta}


def chained():
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    first = torch.optim.lr_scheduler.ConstantLR(optimizer, factor=0.5, total_iters=4)
    second = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
    table = []
    for _ in range(EPOCHS):
        table.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        first.step()
        second.step()
    return table


def initialisation():
    def first(seed, make):
        torch.manual_seed(seed)
        return [value for tensor in make() for value in tensor.flatten()[:3].tolist()]

    def drawn(shape, method, **options):
        tensor = torch.empty(shape)
        method(tensor, **options)
        return [tensor]

    return {
        "linear": first(1, lambda: nn.Linear(7, 5).parameters()),
        "conv1d": first(2, lambda: nn.Conv1d(4, 6, 3, groups=2).parameters()),
        "conv2d": first(3, lambda: nn.Conv2d(3, 6, (3, 5)).parameters()),
        "embedding": first(4, lambda: nn.Embedding(5, 3, padding_idx=1).parameters()),
        "kaiming_uniform": first(5, lambda: drawn([4, 6], nn.init.kaiming_uniform_, nonlinearity="relu")),
        "kaiming_normal": first(6, lambda: drawn([4, 6, 3], nn.init.kaiming_normal_, mode="fan_out")),
        "xavier_uniform": first(7, lambda: drawn([4, 6], nn.init.xavier_uniform_, gain=5 / 3)),
        "xavier_normal": first(8, lambda: drawn([4, 6], nn.init.xavier_normal_)),
        "orthogonal": first(9, lambda: drawn([3, 2, 2], nn.init.orthogonal_, gain=2.0)),
    }


def layers():
    f = nn.functional

    def apply(layer, inputs):
        return filled(layer)(inputs).flatten().tolist()

    image = wave([2, 2, 5, 6], 0.31, 1.0)
    signal = wave([2, 4, 9], 0.29, 1.0)
    scores = wave([4, 3], 0.41, 2.0)
    classes = torch.tensor([2, 0, 1, 2])
    weights = torch.tensor([0.5, 1.0, 2.0])
    evens = (torch.arange(12).reshape(4, 3) % 2).float()
    return {
        "linear": apply(nn.Linear(6, 3), image),
        "conv1d_same": apply(nn.Conv1d(4, 6, 4, padding="same", dilation=1, groups=2), signal),
        "conv1d_strided": apply(nn.Conv1d(4, 2, 3, stride=2, padding=1, dilation=2), signal),
        "conv2d_rectangular": apply(nn.Conv2d(2, 3, (3, 2), stride=(1, 2), padding=(2, 1)), image),
        "conv2d_circular": apply(nn.Conv2d(2, 2, 3, padding=(1, 2), padding_mode="circular", bias=False), image),
        "conv2d_reflect": apply(nn.Conv2d(2, 2, 3, padding=2, padding_mode="reflect"), image),
        "batch_norm1d": apply(nn.BatchNorm1d(4), signal),
        "layer_norm": apply(nn.LayerNorm([5, 6]), image),
        "layer_norm_plain": apply(nn.LayerNorm(6, elementwise_affine=False), image),
        "relu": apply(nn.ReLU(), scores),
        "gelu": apply(nn.GELU(), scores),
        "gelu_tanh": apply(nn.GELU("tanh"), scores),
        "tanh": apply(nn.Tanh(), scores),
        "sigmoid": apply(nn.Sigmoid(), scores),
        "softmax": apply(nn.Softmax(1), scores),
        "log_softmax": apply(nn.LogSoftmax(0), scores),
        "max_pool2d": apply(nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True), image),
        "avg_pool2d": apply(nn.AvgPool2d((2, 3), padding=(1, 1), count_include_pad=False), image),
        "adaptive_avg_pool2d": apply(nn.AdaptiveAvgPool2d((2, 4)), image),
        "flatten": apply(nn.Flatten(2), image),
        "embedding": apply(nn.Embedding(4, 3), torch.tensor([[3, 0], [1, 1]])),
        "embedding_renormalised": apply(nn.Embedding(4, 3, max_norm=0.6), torch.tensor([[3, 0], [1, 1]])),
        "cross_entropy": [nn.CrossEntropyLoss(weights)(scores, classes).item()],
        "cross_entropy_smoothed": nn.CrossEntropyLoss(
            weights, ignore_index=1, reduction="none", label_smoothing=0.1
        )(scores, classes).tolist(),
        "mse": [nn.MSELoss(reduction="sum")(scores, evens).item()],
        "nll": [nn.NLLLoss(weights)(f.log_softmax(scores, 1), classes).item()],
        "bce_with_logits": [nn.BCEWithLogitsLoss(pos_weight=weights)(scores, evens).item()],
    }


def main():
    torch.set_num_threads(1)
    reference = {
        "training": {
            f"{model}/{optimizer}": train(make_model, make_optimizer)
            for model, make_model in MODELS.items()
            for optimizer, make_optimizer in OPTIMIZERS.items()
        },
        "schedules": {name: rates(make_scheduler) for name, make_scheduler in SCHEDULERS.items()},
        "chained": chained(),
        "layers": layers(),
        "initialisation": initialisation(),
    }
    path = pathlib.Path(__file__).with_name("reference.json")
    path.write_text(json.dumps(reference, indent=1) + "\n")


if __name__ == "__main__":
    main()
