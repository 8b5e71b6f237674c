"""Miniatures of the families of torchvision 0.14 as PyTorch 1.13 exports them, and their scores by PyTorch in float64.

    python3 golden.py        # writes NAME.onnx, golden.json beside it
"""
import copy, json, os
import torch
from torch import nn
from torch.onnx import TrainingMode
from torchvision import models as tv
from torchvision.models.convnext import CNBlockConfig
from torchvision.models.mobilenetv3 import InvertedResidualConfig
from torchvision.models.efficientnet import MBConvConfig
from torchvision.models.resnet import BasicBlock
from torchvision.models.densenet import DenseNet
from functools import partial

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


golden = {'size': SIZE, 'batch': BATCH, 'models': {}}
torch.manual_seed(1)
x, labels = torch.randn(BATCH, 3, SIZE, SIZE), torch.tensor([0, 3, 1])
golden['images'] = [round(v, 6) for v in x.flatten().tolist()]
golden['labels'] = labels.tolist()
x = torch.tensor(golden['images'], dtype=torch.float64).reshape(x.shape)
for name, net in small().items():
    net = shrink(name, net).eval()
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.weight.uniform_(0.5, 1.5)
                module.bias.normal_(0, 0.2)
            if hasattr(module, 'layer_scale'):
                module.layer_scale.uniform_(0.5, 1.0)
    path = os.path.join(HERE, name + '.onnx')
    axes = {'images': {0: 'batch'}, 'logits': {0: 'batch'}}
    torch.onnx.export(net, torch.zeros(2, 3, SIZE, SIZE), path, training=TrainingMode.PRESERVE, do_constant_folding=False,
                      opset_version=13, input_names=['images'], output_names=['logits'], dynamic_axes=axes)
    golden['models'][name] = scores(net, x, labels)
    print(name, os.path.getsize(path), {k: v for k, v in golden['models'][name].items() if k != 'logits'})
with open(os.path.join(HERE, 'golden.json'), 'w') as file:
    json.dump(golden, file)
    file.write('\n')
