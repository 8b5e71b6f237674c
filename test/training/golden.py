"""Trains three small networks in PyTorch for 50 steps: python3 test/training/golden.py > test/training/golden.json

Weights, images and labels come from formulas that the test repeats. float64, so that PyTorch's rounding is out of the way.
"""
import json
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

C, N, SIZE, CLASSES, BATCH, STEPS_PER_EPOCH, EPOCHS = 4, 1, 8, 10, 32, 10, 5
RECIPE = dict(peak=0.1, warmup=0.5, momentum=0.9, weightDecay=5e-4, labelSmoothing=0.1)
ARCHS = [
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_3x3~2|",
    "|nor_conv_1x1~0|+|avg_pool_3x3~0|skip_connect~1|+|nor_conv_3x3~0|none~1|nor_conv_1x1~2|",
    "|skip_connect~0|+|none~0|avg_pool_3x3~1|+|nor_conv_1x1~0|nor_conv_3x3~1|none~2|",
]


def noise(count, key):
    i = torch.arange(1, count + 1, dtype=torch.float64)
    x = torch.sin(i * 12.9898 + key) * 43758.5453
    return x - torch.floor(x)


def relu_conv_bn(cin, cout, kernel, stride):
    return nn.Sequential(nn.ReLU(), nn.Conv2d(cin, cout, kernel, stride, (kernel - 1) // 2, bias=False), nn.BatchNorm2d(cout))


class Op(nn.Module):
    def __init__(self, name, channels):
        super().__init__()
        self.name = name
        if name.startswith("nor_conv"):
            self.op = relu_conv_bn(channels, channels, int(name[-1]), 1)

    def forward(self, x):
        if self.name == "none":
            return x * 0
        if self.name == "skip_connect":
            return x
        if self.name == "avg_pool_3x3":
            return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
        return self.op(x)


class Cell(nn.Module):
    def __init__(self, arch, channels):
        super().__init__()
        self.edges = [(target + 1, int(edge.split("~")[1]), edge.split("~")[0])
                      for target, node in enumerate(arch.split("+")) for edge in node.strip("|").split("|")]
        self.layers = nn.ModuleList(Op(op, channels) for _, _, op in self.edges)

    def forward(self, x):
        nodes = [x]
        for target in (1, 2, 3):
            nodes.append(sum(layer(nodes[source]) for layer, (t, source, _) in zip(self.layers, self.edges) if t == target))
        return nodes[3]


class Residual(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.conv_a = nn.Module()
        self.conv_a.op = relu_conv_bn(cin, cout, 3, 2)
        self.conv_b = nn.Module()
        self.conv_b.op = relu_conv_bn(cout, cout, 3, 1)
        self.downsample = nn.Sequential(nn.AvgPool2d(2, 2), nn.Conv2d(cin, cout, 1, bias=False))

    def forward(self, x):
        return self.downsample(x) + self.conv_b.op(self.conv_a.op(x))


class Network(nn.Module):
    def __init__(self, arch):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, C, 3, 1, 1, bias=False), nn.BatchNorm2d(C))
        cells, channels = [], C
        for stage in range(3):
            if stage > 0:
                cells.append(Residual(channels, 2 * channels))
                channels *= 2
            cells += [Cell(arch, channels) for _ in range(N)]
        self.cells = nn.ModuleList(cells)
        self.lastact = nn.Sequential(nn.BatchNorm2d(channels))
        self.classifier = nn.Linear(channels, CLASSES)

    def forward(self, x):
        x = self.stem(x)
        for cell in self.cells:
            x = cell(x)
        return self.classifier(F.relu(self.lastact(x)).mean((2, 3)))


def initialise(net):
    for name, p in net.named_parameters():
        if p.dim() == 1 and not name.startswith("classifier"):
            continue
        fan_in = p[0].numel() if p.dim() > 1 else net.classifier.in_features
        key = sum(map(ord, name))
        p.data = ((2 * noise(p.numel(), key) - 1) / math.sqrt(fan_in)).reshape(p.shape)


def batch(step):
    images = (2 * noise(BATCH * 3 * SIZE * SIZE, step) - 1).reshape(BATCH, 3, SIZE, SIZE)
    labels = torch.arange(BATCH) % CLASSES
    # A pattern to be learnt: each class is brighter in a row of its own.
    for n, label in enumerate(labels):
        images[n, :, label % SIZE] += 1 + label.item() / CLASSES
    return images, labels


def rate(step):
    warmup = round(RECIPE["warmup"] * STEPS_PER_EPOCH)
    if step < warmup:
        return RECIPE["peak"] * (step + 1) / warmup
    return RECIPE["peak"] * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (EPOCHS * STEPS_PER_EPOCH - warmup)))


torch.set_default_dtype(torch.float64)
runs = []
for arch in ARCHS:
    net = Network(arch)
    initialise(net)
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1, momentum=RECIPE["momentum"], nesterov=True,
                                weight_decay=RECIPE["weightDecay"])
    losses = []
    net.train()
    for step in range(EPOCHS * STEPS_PER_EPOCH):
        for group in optimiser.param_groups:
            group["lr"] = rate(step)
        images, labels = batch(step)
        loss = F.cross_entropy(net(images), labels, label_smoothing=RECIPE["labelSmoothing"])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(round(loss.item(), 9))
    net.eval()
    with torch.no_grad():
        logits = net(batch(1000)[0])
    runs.append(dict(arch=arch, losses=losses, evaluated=[round(v, 7) for v in logits.flatten().tolist()]))
print(json.dumps(dict(recipe=RECIPE, stepsPerEpoch=STEPS_PER_EPOCH, epochs=EPOCHS, channels=C, cells=N, size=SIZE,
                      classes=CLASSES, batch=BATCH, runs=runs), indent=1))
