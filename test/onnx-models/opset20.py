"""A network of operators that PyTorch 1.13 cannot export, in PyTorch and as an .onnx file of operator set 20 written here."""
import struct

import torch
import torch.nn.functional as F
from torch import nn

# Field numbers are those of onnx.proto3.
FLOAT, INT64 = 1, 7


def varint(value):
    value &= 2**64 - 1
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def integer(number, value):
    return varint(number << 3) + varint(value)


def nested(number, *parts):
    data = b"".join(parts)
    return varint(number << 3 | 2) + varint(len(data)) + data


def text(number, value):
    return nested(number, value.encode())


def attribute(name, value):
    if isinstance(value, float):
        body = varint(2 << 3 | 5) + struct.pack("<f", value) + integer(20, 1)
    elif isinstance(value, int):
        body = integer(3, value) + integer(20, 2)
    elif isinstance(value, str):
        body = text(4, value) + integer(20, 3)
    else:
        body = b"".join(integer(8, v) for v in value) + integer(20, 7)
    return nested(5, text(1, name), body)


def node(op, inputs, outputs, **attributes):
    parts = [text(1, name) for name in inputs] + [text(2, name) for name in outputs]
    return nested(1, *parts, text(4, op), *(attribute(*item) for item in attributes.items()))


def floats(name, tensor):
    raw = tensor.detach().float().contiguous().numpy().tobytes()
    return nested(5, *(integer(1, n) for n in tensor.shape), integer(2, FLOAT), text(8, name), nested(9, raw))


def wholes(name, *values):
    """In the typed field rather than as raw bytes, packed."""
    return nested(5, integer(1, len(values)), integer(2, INT64), nested(7, *map(varint, values)), text(8, name))


def value(number, name, dims):
    shape = nested(2, *(nested(1, text(2, d) if isinstance(d, str) else integer(1, d)) for d in dims))
    return nested(number, text(1, name), nested(2, nested(1, integer(1, FLOAT), shape)))


class Opset20(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.stem = nn.Conv2d(3, 9, 3, stride=2, padding=1)
        self.pixel_norm = nn.LayerNorm(9, eps=1e-6)
        self.mix = nn.Linear(9, 8)
        self.image_norm = nn.LayerNorm([8, 11, 13])
        self.last = nn.Conv2d(8, 6, 3, bias=False)
        self.norm = nn.BatchNorm2d(6)
        self.head = nn.Linear(6 + 9, classes)

    def forward(self, x):
        x = F.leaky_relu(self.stem(x), 0.2)
        a, b, c = torch.split(x, 3, 1)
        d, e = torch.split(torch.cat([b, c], 1), [3, 3], 1)
        x = torch.cat([F.gelu(a), F.gelu(d, approximate="tanh"), torch.tanh(e)], 1)
        x = x.permute(0, 2, 3, 1)
        x = torch.tanh(self.mix(self.pixel_norm(x)))
        x = x.permute(0, 3, 1, 2)[:, :, 2:-3, -14:-1]
        x = self.image_norm(x)
        x = F.leaky_relu(self.norm(self.last(x)))
        # 11 columns in two: the second half is the shorter one.
        left, right = x[..., :6], x[..., 6:]
        wide = torch.cat([left[..., :5].mean((1, 2)), right.mean((1, 2))[..., :4]], 1)
        return self.head(torch.cat([x.mean((2, 3)), wide], 1))

    def parameters_as_written(self):
        """The tensors under their names in the file: the weights of a product are transposed there."""
        tensors = {name: p.data for name, p in self.named_parameters()}
        tensors["mix.weight"] = tensors["mix.weight"].T.contiguous()
        return tensors

    def onnx(self, size):
        nodes = [
            node("Conv", ["images", "stem.weight", "stem.bias"], ["stem"], strides=[2, 2], pads=[1, 1, 1, 1]),
            node("LeakyRelu", ["stem"], ["rectified"], alpha=0.2),
            node("Split", ["rectified"], ["a", "b", "c"], axis=1, num_outputs=3),
            node("Concat", ["b", "c"], ["bc"], axis=-3),
            node("Split", ["bc", "halves"], ["d", "e"], axis=-3),
            node("Gelu", ["a"], ["gelu_a"]),
            node("Gelu", ["d"], ["gelu_d"], approximate="tanh"),
            node("Tanh", ["e"], ["tanh_e"]),
            node("Concat", ["gelu_a", "gelu_d", "tanh_e"], ["joined"], axis=1),
            node("Transpose", ["joined"], ["pixels"], perm=[0, 2, 3, 1]),
            node("LayerNormalization", ["pixels", "pixel_norm.weight", "pixel_norm.bias"], ["normed"], epsilon=1e-6),
            node("MatMul", ["normed", "mix.weight"], ["product"]),
            node("Add", ["mix.bias", "product"], ["mixed"]),
            node("Tanh", ["mixed"], ["bounded"]),
            node("Transpose", ["bounded"], ["planes"], perm=[0, 3, 1, 2]),
            node("Slice", ["planes", "starts", "ends", "axes", "steps"], ["crop"]),
            node("LayerNormalization", ["crop", "image_norm.weight", "image_norm.bias"], ["whitened"], axis=1),
            node("Conv", ["whitened", "last.weight"], ["last"]),
            node("BatchNormalization", ["last", "norm.weight", "norm.bias", "norm.mean", "norm.var"], ["scaled"]),
            node("LeakyRelu", ["scaled"], ["features"]),
            node("Split", ["features"], ["left", "right"], axis=3, num_outputs=2),
            node("ReduceMean", ["left", "channels_rows"], ["left_means"], keepdims=0),
            node("ReduceMean", ["right", "channels_rows"], ["right_means"], keepdims=0),
            node("Slice", ["left_means", "zero", "five", "one"], ["left_part"]),
            node("Slice", ["right_means", "zero", "four", "one"], ["right_part"]),
            node("ReduceMean", ["features", "rows_columns"], ["means"]),
            node("ReduceMean", ["means"], ["same_means"], noop_with_empty_axes=1),
            node("Squeeze", ["same_means", "rows_columns"], ["flat_means"]),
            node("Concat", ["flat_means", "left_part", "right_part"], ["parts"], axis=-1),
            node("Gemm", ["parts", "head.weight", "head.bias"], ["logits"], transB=1),
            node("Softmax", ["logits"], ["probabilities"], axis=-1),
        ]
        shapes = [
            wholes("halves", 3, 3),
            # All channels: the end is written as one beyond any.
            wholes("starts", 0, 2, -14), wholes("ends", 2**63 - 1, -3, -1), wholes("axes", 1, 2, -1), wholes("steps", 1, 1, 1),
            wholes("channels_rows", 1, 2), wholes("rows_columns", -2, -1),
            wholes("zero", 0), wholes("one", 1), wholes("four", 4), wholes("five", 5),
        ]
        tensors = {**self.parameters_as_written(), "norm.mean": self.norm.running_mean, "norm.var": self.norm.running_var}
        images, output = value(11, "images", ["batch", 3, size, size]), value(12, "probabilities", ["batch", self.head.out_features])
        graph = nested(7, *nodes, text(2, "opset20"), *(floats(*item) for item in tensors.items()), *shapes, images, output)
        return integer(1, 9) + text(2, "by hand") + graph + nested(8, text(1, ""), integer(2, 20))
