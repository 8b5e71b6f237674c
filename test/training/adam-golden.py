"""Makes adam-golden.json, the steps of torch.optim.AdamW: python3 test/training/adam-golden.py (PyTorch 1.13)."""
import json
import pathlib

import torch

torch.manual_seed(0)
cases = []
for decay in [0.0, 0.1]:
    weight = torch.nn.Parameter(torch.randn(6))
    start = weight.detach().tolist()
    optimiser = torch.optim.AdamW([weight], lr=0.05, weight_decay=decay)
    gradients, weights = [], []
    for _ in range(8):
        weight.grad = torch.randn(6) * 3
        gradients.append(weight.grad.tolist())
        optimiser.step()
        weights.append(weight.detach().tolist())
    cases.append({"decay": decay, "start": start, "gradients": gradients, "weights": weights})
(pathlib.Path(__file__).parent / "adam-golden.json").write_text(json.dumps(cases))
