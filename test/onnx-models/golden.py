"""Miniatures of the families of torchvision 0.14 as PyTorch 1.13 exports them, two networks of the operators that these
lack (one exported, one written by hand in the newest operator set), and the scores of all by PyTorch in float64.

    python3 golden.py        # writes NAME.onnx, opset20.safetensors, golden.json beside it
"""
import copy, json, os, struct
import torch
import torch.nn.functional as F
from torch import nn
from torch.onnx import TrainingMode
from torchvision import models as tv
from torchvision.models.convnext import CNBlockConfig
from torchvision.models.mobilenetv3 import InvertedResidualConfig
from torchvision.models.efficientnet import MBConvConfig
from torchvision.models.resnet import BasicBlock
from torchvision.models.densenet import DenseNet
from functools import partial
from opset20 import Opset20

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE, BATCH, CLASSES = 32, 3, 5


class Narrow(tv.ResNet):
    """ResNet of four narrow stages."""

    def __init__(self):
        nn.Module.__init__(self)
        self._norm_layer, self.inplanes, self.dilation, self.groups, self.base_width = nn.BatchNorm2d, 8, 1, 1, 64
        self.conv1 = nn.Conv2d(3, 8, 7, 2, 3, bias=False)
        self.bn1, self.relu, self.maxpool = nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(3, 2, 1)
        self.layer1 = self._make_layer(BasicBlock, 8, 1)
        self.layer2 = self._make_layer(BasicBlock, 12, 1, stride=2)
        self.layer3, self.layer4 = nn.Identity(), nn.Identity()
        self.avgpool, self.fc = nn.AdaptiveAvgPool2d(1), nn.Linear(12, CLASSES)


def vgg():
    features = nn.Sequential(nn.Conv2d(3, 6, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, 2, ceil_mode=True),
                             nn.Conv2d(6, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 3, ceil_mode=True))
    net = tv.VGG(features, num_classes=CLASSES, init_weights=False, dropout=0.0)
    net.avgpool = nn.Identity()
    net.classifier = nn.Sequential(nn.Linear(8 * 6 * 6, 10), nn.ReLU(), nn.Dropout(0.0), nn.Linear(10, CLASSES))
    return net


def small():
    norm = partial(nn.BatchNorm2d, eps=0.001, momentum=0.01)
    v3 = [InvertedResidualConfig(8, 3, 16, 8, True, 'RE', 2, 1, 1), InvertedResidualConfig(8, 5, 24, 16, True, 'HS', 2, 1, 1)]
    mb = [MBConvConfig(1, 3, 1, 8, 8, 1, 1, 1), MBConvConfig(4, 5, 2, 8, 12, 2, 1, 1)]
    cn = [CNBlockConfig(8, 12, 1), CNBlockConfig(12, None, 1)]
    return {
        'resnet': Narrow(),
        'vgg': vgg(),
        'mobilenet_v2': tv.MobileNetV2(CLASSES, 1.0, [[1, 8, 1, 1], [3, 16, 1, 2], [3, 16, 1, 1]], dropout=0.0),
        'mobilenet_v3': tv.MobileNetV3(v3, 16, CLASSES, norm_layer=norm, dropout=0.0),
        'efficientnet': tv.EfficientNet(mb, 0.0, 0.0, CLASSES),
        'densenet': DenseNet(4, (2, 2), 8, 2, num_classes=CLASSES),
        'convnext': tv.ConvNeXt(cn, 0.0, num_classes=CLASSES),
    }


def shrink(name, net):
    """Heads that torchvision fixes are made narrow."""
    if name == 'mobilenet_v2':
        net.features[0] = tv.mobilenetv2.Conv2dNormActivation(3, 8, stride=2, norm_layer=nn.BatchNorm2d, activation_layer=nn.ReLU6)
        net.features[1] = tv.mobilenetv2.InvertedResidual(8, 8, 1, 1, nn.BatchNorm2d)
        net.features[-1] = tv.mobilenetv2.Conv2dNormActivation(16, 16, kernel_size=1, norm_layer=nn.BatchNorm2d, activation_layer=nn.ReLU6)
        net.classifier[1] = nn.Linear(16, CLASSES)
    return net


class Opset16(nn.Module):
    """What the families lack and PyTorch 1.13 exports: Split with lengths, Slice, LayerNorm in parts, a last LogSoftmax."""

    def __init__(self):
        super().__init__()
        self.stem, self.norm = nn.Conv2d(3, 8, 3, stride=2), nn.LayerNorm(15)
        self.depthwise, self.head = nn.Conv2d(5, 10, 3, padding=1, groups=5), nn.Linear(13 + 13, CLASSES)

    def forward(self, x):
        x = F.leaky_relu(self.stem(x), 0.1)
        a, b = torch.split(x, [3, 5], 1)
        a = torch.tanh(self.norm(a))[:, :, 1:-1, 2:]
        b = F.gelu(self.depthwise(b))[..., 1:14, :13]
        x = torch.cat([a, b], -3)
        x = torch.cat([x.mean(-1, keepdim=True).squeeze(-1).mean(-1), x.mean((1, -1))], 1)
        return self.head(x)


def layers(net):
    return [m for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]


def scores(net, x, labels):
    net = copy.deepcopy(net).double().train()
    for p in net.parameters():
        p.requires_grad_(True)
    logits = net(x.double())
    nn.functional.cross_entropy(logits, labels).backward()
    grads = [(m.weight.data, m.weight.grad) for m in layers(net)]
    result = {
        'logits': logits.detach().flatten().tolist(),
        'grad_norm': sum(g.norm().item() for _, g in grads),
        'snip': sum((w * g).abs().sum().item() for w, g in grads),
    }
    flat = copy.deepcopy(net).train()
    for module in list(flat.modules()):
        for child, kind in list(module.named_children()):
            if isinstance(kind, nn.BatchNorm2d):
                setattr(module, child, nn.Identity())
    for p in flat.parameters():
        p.data.abs_()
        p.grad = None
    flat(torch.ones(1, 3, SIZE, SIZE, dtype=torch.float64)).sum().backward()
    result['synflow'] = torch.log(sum((m.weight * m.weight.grad).abs().sum() for m in layers(flat))).item()
    result['params'] = sum(p.numel() for p in net.parameters())
    return result


def write_safetensors(path, tensors):
    header, data = {}, b''
    for name, tensor in tensors.items():
        raw = tensor.contiguous().numpy().tobytes()
        header[name] = {'dtype': 'F32', 'shape': list(tensor.shape), 'data_offsets': [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + data)


def export(net, path, opset):
    axes = {'images': {0: 'batch'}, 'logits': {0: 'batch'}}
    torch.onnx.export(net, torch.zeros(2, 3, SIZE, SIZE), path, training=TrainingMode.PRESERVE, do_constant_folding=False,
                      opset_version=opset, input_names=['images'], output_names=['logits'], dynamic_axes=axes)


def disturb(net):
    """Away from the initialisation, where norms do nothing."""
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, (nn.BatchNorm2d, nn.LayerNorm)) and not isinstance(net, tv.ConvNeXt):
                module.weight.uniform_(0.5, 1.5)
                module.bias.normal_(0, 0.2)
            if hasattr(module, 'layer_scale'):
                module.layer_scale.uniform_(0.5, 1.0)


golden = {'size': SIZE, 'batch': BATCH, 'models': {}}
torch.manual_seed(1)
x, labels = torch.randn(BATCH, 3, SIZE, SIZE), torch.tensor([0, 3, 1])
golden['images'] = [round(v, 6) for v in x.flatten().tolist()]
golden['labels'] = labels.tolist()
x = torch.tensor(golden['images'], dtype=torch.float64).reshape(x.shape)


def record(name, net):
    golden['models'][name] = scores(net, x, labels)
    print(name, {k: v for k, v in golden['models'][name].items() if k != 'logits'})


for name, net in small().items():
    net = shrink(name, net).eval()
    disturb(net)
    export(net, os.path.join(HERE, name + '.onnx'), 13)
    record(name, net)

torch.manual_seed(2)
net = Opset16().eval()
disturb(net)
export(nn.Sequential(net, nn.LogSoftmax(1)), os.path.join(HERE, 'opset16.onnx'), 16)
record('opset16', net)

net = Opset20(CLASSES).eval()
disturb(net)
with open(os.path.join(HERE, 'opset20.onnx'), 'wb') as file:
    file.write(net.onnx(SIZE))
record('opset20', net)

# Other weights for the same network: those of a checkpoint.
net = Opset20(CLASSES).eval()
disturb(net)
write_safetensors(os.path.join(HERE, 'opset20.safetensors'), net.parameters_as_written())
record('opset20 with opset20.safetensors', net)

with open(os.path.join(HERE, 'golden.json'), 'w') as file:
    json.dump(golden, file)
    file.write('\n')
