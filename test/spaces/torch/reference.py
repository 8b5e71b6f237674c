"""One small network of each search space in PyTorch: python3 test/spaces/torch/reference.py

Writes ID.safetensors (weights, images and labels, float32) and ID.json (architecture, skeleton, logits and scores, computed
in float64) beside itself. Layers are named as in the official checkpoints. Batch norms are in training mode.
"""
import copy
import json
import math
import re
import struct
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

BATCH, CLASSES = 4, 5
FOLDER = Path(__file__).parent


def conv(cin, cout, kernel, stride=1, dilation=1, groups=1):
    padding = dilation * (kernel - 1) // 2
    return nn.Conv2d(cin, cout, kernel, stride, padding, dilation, groups, bias=False)


class ReluConvBn(nn.Module):
    """The official names differ: `op` in NATS-Bench and DARTS, `ops` in TransNAS-Bench."""

    def __init__(self, attribute, cin, cout, kernel, stride=1):
        super().__init__()
        self.attribute = attribute
        setattr(self, attribute, nn.Sequential(nn.ReLU(), conv(cin, cout, kernel, stride), nn.BatchNorm2d(cout)))

    def forward(self, x):
        return getattr(self, self.attribute)(x)


class Pooled(nn.Module):
    """Global average and classifier."""

    def __init__(self, name, channels):
        super().__init__()
        self.last = name
        setattr(self, name, nn.Linear(channels, CLASSES))

    def classify(self, x):
        return getattr(self, self.last)(x.mean((2, 3)))


# --- NATS-Bench, size space


class SizeCell(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        skip = nn.Identity()
        if cin != cout:
            skip = nn.Sequential()
            skip.add_module("conv", nn.Conv2d(cin, cout, 1, bias=False))
            skip.add_module("bn", nn.BatchNorm2d(cout))
        widths = [cin, cin, cout, None, cout, cout]
        self.layers = nn.ModuleList(skip if w is None else ReluConvBn("op", w, cout, 3) for w in widths)

    def forward(self, x):
        a = self.layers[0](x)
        b = self.layers[1](x) + self.layers[2](a)
        return self.layers[3](x) + self.layers[4](a) + self.layers[5](b)


class SizeBlock(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.conv_a = ReluConvBn("op", cin, cout, 3, 2)
        self.conv_b = ReluConvBn("op", cout, cout, 3)
        self.downsample = nn.Sequential(nn.AvgPool2d(2, 2), conv(cin, cout, 1))

    def forward(self, x):
        return self.downsample(x) + self.conv_b(self.conv_a(x))


class NatsSss(Pooled):
    def __init__(self, arch, skeleton):
        widths = [int(w) for w in arch.split(":")]
        super().__init__("classifier", widths[-1])
        self.stem = nn.Sequential(conv(3, widths[0], 3), nn.BatchNorm2d(widths[0]))
        before = [widths[0], *widths]
        self.cells = nn.ModuleList(
            (SizeBlock if i in (1, 3) else SizeCell)(before[i], width) for i, width in enumerate(widths)
        )
        self.lastact = nn.Sequential(nn.BatchNorm2d(widths[-1]), nn.ReLU())

    def forward(self, x):
        x = self.stem(x)
        for cell in self.cells:
            x = cell(x)
        return self.classify(self.lastact(x))


# --- NAS-Bench-101


class ConvBnRelu(nn.Module):
    def __init__(self, cin, cout, kernel):
        super().__init__()
        self.conv_bn_relu = nn.Sequential(conv(cin, cout, kernel), nn.BatchNorm2d(cout), nn.ReLU())

    def forward(self, x):
        return self.conv_bn_relu(x)


class Module101(nn.Module):
    def __init__(self, vertices, cin, cout):
        """vertices: (operation, sources) of vertices 1 to the output."""
        super().__init__()
        self.vertices = vertices
        last = len(vertices)
        sources = {i + 1: s for i, (_, s) in enumerate(vertices)}
        ends = [v for v in sources[last] if v > 0]
        width = {last: cout}
        for i, v in enumerate(ends):
            width[v] = cout // len(ends) + (1 if i < cout % len(ends) else 0)
        for v in range(last - 1, 0, -1):
            if v not in width:
                width[v] = max(width[t] for t in range(v + 1, last) if v in sources[t])
        self.width, self.ends = width, ends
        self.vertex_op = nn.ModuleDict()
        self.input_op = nn.ModuleDict()
        for i, (op, into) in enumerate(vertices):
            v = i + 1
            if 0 in into:
                self.input_op[str(v)] = ConvBnRelu(cin, width[v], 1)
            if op.startswith("conv"):
                kernel = int(op[4])
                self.vertex_op[str(v)] = nn.ModuleDict({f"conv{kernel}x{kernel}": ConvBnRelu(width[v], width[v], kernel)})

    def forward(self, x):
        out = {}
        for i, (op, into) in enumerate(self.vertices[:-1]):
            v = i + 1
            total = sum(out[s][:, : self.width[v]] for s in into if s > 0)
            if 0 in into:
                total = total + self.input_op[str(v)](x)
            if op == "maxpool3x3":
                out[v] = F.max_pool2d(total, 3, 1, 1)
            else:
                (layer,) = self.vertex_op[str(v)].values()
                out[v] = layer(total)
        last = len(self.vertices)
        y = torch.cat([out[v] for v in self.ends], 1) if self.ends else 0
        return y + self.input_op[str(last)](x) if 0 in self.vertices[-1][1] else y


class NasBench101(Pooled):
    def __init__(self, arch, skeleton):
        parts = [part.split("~") for part in arch.split("|")]
        vertices = [(op, [int(s) for s in into]) for op, *into in parts]
        c, n = skeleton["channels"], skeleton["cells"]
        super().__init__("classifier", 4 * c)
        self.layers = nn.ModuleList([ConvBnRelu(3, c, 3)])
        cin = c
        for stack in range(3):
            if stack > 0:
                self.layers.append(nn.MaxPool2d(2, 2))
            for _ in range(n):
                self.layers.append(Module101(vertices, cin, c * 2**stack))
                cin = c * 2**stack

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.classify(x)


# --- DARTS


class FactorizedReduce(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.conv_1 = nn.Conv2d(cin, cout // 2, 1, 2, bias=False)
        self.conv_2 = nn.Conv2d(cin, cout // 2, 1, 2, bias=False)
        self.bn = nn.BatchNorm2d(cout)

    def forward(self, x):
        x = F.relu(x)
        return self.bn(torch.cat([self.conv_1(x), self.conv_2(x[:, :, 1:, 1:])], 1))


class Separable(nn.Module):
    def __init__(self, c, kernel, stride, dilation):
        super().__init__()
        layers = [nn.ReLU(), conv(c, c, kernel, stride, dilation, c), conv(c, c, 1), nn.BatchNorm2d(c)]
        if dilation == 1:
            layers += [nn.ReLU(), conv(c, c, kernel, 1, 1, c), conv(c, c, 1), nn.BatchNorm2d(c)]
        self.op = nn.Sequential(*layers)

    def forward(self, x):
        return self.op(x)


def darts_op(name, c, stride):
    if name == "max_pool_3x3":
        return nn.MaxPool2d(3, stride, 1)
    if name == "avg_pool_3x3":
        return nn.AvgPool2d(3, stride, 1, count_include_pad=False)
    if name == "skip_connect":
        return nn.Identity() if stride == 1 else FactorizedReduce(c, c)
    kind, _, size = name.split("_")
    return Separable(c, int(size[0]), stride, 2 if kind == "dil" else 1)


class DartsCell(nn.Module):
    def __init__(self, edges, c_before, c_last, c, reduces, follows):
        super().__init__()
        self.preprocess0 = FactorizedReduce(c_before, c) if follows else ReluConvBn("op", c_before, c, 1)
        self.preprocess1 = ReluConvBn("op", c_last, c, 1)
        self.froms = [state for _, state in edges]
        self._ops = nn.ModuleList(darts_op(op, c, 2 if reduces and state < 2 else 1) for op, state in edges)

    def forward(self, s0, s1):
        states = [self.preprocess0(s0), self.preprocess1(s1)]
        for node in range(4):
            states.append(sum(self._ops[e](states[self.froms[e]]) for e in (2 * node, 2 * node + 1)))
        return torch.cat(states[2:], 1)


class Darts(Pooled):
    def __init__(self, arch, skeleton):
        normal, reduce = (
            [(op, int(state)) for op, state in re.findall(r"\('(\w+)', (\d)\)", text)]
            for text in re.findall(r"=\[(.*?)\]", arch)
        )
        c, cells = skeleton["channels"], skeleton["cells"]
        super().__init__("classifier", 16 * c)
        self.stem = nn.Sequential(conv(3, 3 * c, 3), nn.BatchNorm2d(3 * c))
        before = last = 3 * c
        follows = False
        self.cells = nn.ModuleList()
        for i in range(cells):
            reduces = i in (cells // 3, 2 * cells // 3)
            c *= 2 if reduces else 1
            self.cells.append(DartsCell(reduce if reduces else normal, before, last, c, reduces, follows))
            follows, before, last = reduces, last, 4 * c

    def forward(self, x):
        s0 = s1 = self.stem(x)
        for cell in self.cells:
            s0, s1 = s1, cell(s0, s1)
        return self.classify(s1)


# --- TransNAS-Bench-101


class PaddedReduce(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(cin, half, 1, 2, bias=False) for half in (cout // 2, cout - cout // 2)])
        self.bn = nn.BatchNorm2d(cout)

    def forward(self, x):
        x = F.relu(x)
        y = F.pad(x, (0, 1, 0, 1))[:, :, 1:, 1:]
        return self.bn(torch.cat([self.convs[0](x), self.convs[1](y)], 1))


class MicroCell(nn.Module):
    def __init__(self, code, cin, cout, stride):
        super().__init__()
        self.code = code
        self.edges = nn.ModuleList()
        for i, digit in enumerate(code):
            from_input = i in (0, 1, 3)
            c, s = (cin, stride) if from_input else (cout, 1)
            if digit == "0":
                self.edges.append(nn.Identity())
            elif digit == "1":
                self.edges.append(nn.Identity() if s == 1 and c == cout else PaddedReduce(c, cout))
            else:
                self.edges.append(ReluConvBn("ops", c, cout, 1 if digit == "2" else 3, s))
        self.cout, self.stride = cout, stride

    def forward(self, x):
        size = -(-x.shape[2] // self.stride)
        zeros = x.new_zeros(x.shape[0], self.cout, size, size)
        term = lambda i, y: zeros if self.code[i] == "0" else self.edges[i](y)
        a = term(0, x)
        b = term(1, x) + term(2, a)
        return term(3, x) + term(4, a) + term(5, b)


class BasicBlock(nn.Module):
    def __init__(self, _, cin, cout, stride):
        super().__init__()
        self.conv_a = ReluConvBn("ops", cin, cout, 3, stride)
        self.conv_b = ReluConvBn("ops", cout, cout, 3)
        self.downsample = nn.Identity()
        if stride != 1 or cin != cout:
            self.downsample = nn.Sequential(nn.Conv2d(cin, cout, 1, stride, bias=False), nn.BatchNorm2d(cout))

    def forward(self, x):
        return self.downsample(x) + self.conv_b(self.conv_a(x))


class TransNas(Pooled):
    def __init__(self, arch, skeleton):
        _, modules, code = arch.split("-")
        c = skeleton["channels"]
        widenings = sum(m in "24" for m in modules)
        super().__init__("head", c * 2**widenings)
        stem = [conv(3, c // 2, 3, 2), nn.BatchNorm2d(c // 2), ReluConvBn("ops", c // 2, c, 3, 2)]
        self.stem = nn.Sequential(*stem)
        self.count = len(modules)
        cell = BasicBlock if code == "basic" else MicroCell
        for i, module in enumerate(modules):
            out = c * 2 if module in "24" else c
            strides = [2 if module in "34" else 1] + [1] * (skeleton["cells"] - 1)
            cells = []
            for stride in strides:
                cells.append(cell(code.replace("_", ""), c, out, stride))
                c = out
            setattr(self, f"layer{i}", nn.Sequential(*cells))

    def forward(self, x):
        x = self.stem(x)
        for i in range(self.count):
            x = getattr(self, f"layer{i}")(x)
        return self.classify(x)


# --- NAS-Bench-Macro


class Shortcut(nn.Module):
    def __init__(self, cin, cout, stride):
        super().__init__()
        self.downsample = nn.Identity()
        if stride != 1 or cin != cout:
            self.downsample = nn.Sequential(nn.Conv2d(cin, cout, 1, stride, bias=False), nn.BatchNorm2d(cout))

    def forward(self, x):
        return self.downsample(x)


class Inverted(nn.Module):
    def __init__(self, cin, cout, stride, expansion, kernel):
        super().__init__()
        hidden = cin * expansion
        self.adds = stride == 1 and cin == cout
        self.conv = nn.Sequential(
            conv(cin, hidden, 1), nn.BatchNorm2d(hidden), nn.ReLU(),
            conv(hidden, hidden, kernel, stride, groups=hidden), nn.BatchNorm2d(hidden), nn.ReLU(),
            conv(hidden, cout, 1), nn.BatchNorm2d(cout),
        )  # fmt: skip

    def forward(self, x):
        return self.conv(x) + x if self.adds else self.conv(x)


class NasBenchMacro(Pooled):
    def __init__(self, arch, skeleton):
        super().__init__("classifier", 1280)
        c = skeleton["channels"]
        self.stem = nn.Sequential(conv(3, c, 3), nn.BatchNorm2d(c), nn.ReLU())
        layers = []
        for i, digit in enumerate(arch):
            first = i in (0, 2, 5)
            out, stride = (2 * c, 2) if first else (c, 1)
            if digit == "0":
                layers.append(Shortcut(c, out, stride))
            else:
                layers.append(Inverted(c, out, stride, *((3, 3) if digit == "1" else (6, 5))))
            c = out
        self.features = nn.Sequential(*layers)
        self.out = nn.Sequential(conv(c, 1280, 1), nn.BatchNorm2d(1280), nn.ReLU())

    def forward(self, x):
        return self.classify(self.out(self.features(self.stem(x))))


GENOTYPE = (
    "Genotype(normal=[('sep_conv_5x5', 0), ('dil_conv_3x3', 1), ('avg_pool_3x3', 0), ('skip_connect', 2), "
    "('max_pool_3x3', 1), ('dil_conv_5x5', 3), ('sep_conv_3x3', 2), ('skip_connect', 4)], normal_concat=range(2, 6), "
    "reduce=[('skip_connect', 0), ('dil_conv_5x5', 1), ('max_pool_3x3', 0), ('sep_conv_3x3', 2), "
    "('avg_pool_3x3', 1), ('sep_conv_5x5', 3), ('dil_conv_3x3', 0), ('max_pool_3x3', 4)], reduce_concat=range(2, 6))"
)
CASES = [
    ("nats-sss", NatsSss, "8:16:8:24:16", dict(channels=1, cells=1, size=16)),
    (
        "nasbench101",
        NasBench101,
        # Four vertices share the channels unevenly, one is cut to fit, and the input reaches the output.
        "conv3x3-bn-relu~0|conv1x1-bn-relu~0|maxpool3x3~0~1|conv3x3-bn-relu~2|output~0~1~3~4",
        dict(channels=7, cells=1, size=16),
    ),
    ("darts", Darts, GENOTYPE, dict(channels=4, cells=5, size=16)),
    ("transnas-micro", TransNas, "64-41414-1_02_313", dict(channels=2, cells=2, size=36)),
    ("transnas-macro", TransNas, "64-21434-basic", dict(channels=2, cells=2, size=32)),
    ("nasbench-macro", NasBenchMacro, "02012100", dict(channels=2, cells=1, size=16)),
]


def scores(net, images, labels):
    logits = net(images)
    layers = [m for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    weights = [layer.weight for layer in layers]
    grads = torch.autograd.grad(F.cross_entropy(logits, labels), weights, allow_unused=True)
    pairs = [(w, g) for w, g in zip(weights, grads) if g is not None]
    return logits, dict(
        grad_norm=sum(g.norm().item() for _, g in pairs),
        snip=sum((w * g).abs().sum().item() for w, g in pairs),
        synflow=synflow(net, images.shape[2]),
        params=sum(p.numel() for p in net.parameters()),
    )


def synflow(net, size):
    """ln of the sum of |w dR/dw|, without batch norm and with absolute weights, on one image of ones."""
    net = copy.deepcopy(net)
    for module in net.modules():
        for name, child in module.named_children():
            if isinstance(child, nn.BatchNorm2d):
                setattr(module, name, nn.Identity())
    for p in net.parameters():
        p.data.abs_()
    total = net(torch.ones(1, 3, size, size, dtype=torch.float64)).sum()
    weights = [m.weight for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    grads = torch.autograd.grad(total, weights, allow_unused=True)
    return math.log(sum((w * g).abs().sum().item() for w, g in zip(weights, grads) if g is not None))


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.contiguous().numpy().tobytes()
        dtype = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        header[name] = dict(dtype=dtype, shape=list(tensor.shape), data_offsets=[len(data), len(data) + len(raw)])
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


for seed, (name, make, arch, skeleton) in enumerate(CASES):
    torch.manual_seed(seed)
    net = make(arch, skeleton)
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.3, 0.3)
    images = torch.randn(BATCH, 3, skeleton["size"], skeleton["size"])
    labels = torch.randint(0, CLASSES, (BATCH,))
    tensors = {k: v.clone() for k, v in net.named_parameters()}
    write_safetensors(
        FOLDER / f"{name}.safetensors", {**{k: v.data for k, v in tensors.items()}, "inputs": images, "targets": labels}
    )
    logits, found = scores(net.double(), images.double(), labels)
    case = dict(arch=arch, **skeleton, classes=CLASSES, batch=BATCH, logits=logits.flatten().tolist(), scores=found)
    (FOLDER / f"{name}.json").write_text(json.dumps(case, indent=2) + "\n")
