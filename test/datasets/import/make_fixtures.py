"""Makes the folder fixtures/, small files as the benchmarks' own writers make them, and expected.json beside it:
/usr/bin/python3 test/datasets/import/make_fixtures.py (Python 3.11, NumPy 1.24, PyTorch 1.13).

The layouts follow the classes and readers that the benchmarks publish (ArchResults.state_dict, TransNASBenchAPI, HWNASBenchAPI,
NASBench's tfrecord, ...); the numbers are drawn here."""
import base64
import bz2
import collections
import json
import pathlib
import pickle
import shutil
import struct
import zipfile

import numpy as np
import torch

here = pathlib.Path(__file__).parent
out = here / "fixtures"
shutil.rmtree(out, ignore_errors=True)
out.mkdir()
rng = np.random.default_rng(8)
expected = {}


def draw():
    return float(np.round(rng.uniform(10, 95), 4))


# NAS-Bench-201 and NATS-Bench. Index 0 and 11 of each space by their official orders.
TSS = {
    0: "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|",
    11: "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|none~0|nor_conv_3x3~1|avg_pool_3x3~2|",
}
SSS = {0: "8:8:8:8:8", 11: "8:8:8:16:32"}
# The first two of the official orders.
META = {"tss": [TSS[0], "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|"], "sss": ["8:8:8:8:8", "8:8:8:8:16"]}
SPLITS = {
    "cifar10-valid": ["x-valid", "ori-test"],
    "cifar10": ["ori-test"],
    "cifar100": ["x-valid", "x-test", "ori-test"],
    "ImageNet16-120": ["x-valid", "x-test", "ori-test"],
}


def result(arch, dataset, seed, epochs, every_epoch=True, ordered=collections.OrderedDict):
    """ResultsCount.state_dict()."""
    evals = SPLITS[dataset]
    asked = range(epochs) if every_epoch else [epochs - 1]
    return {
        "name": "infer",
        "net_state_dict": None,
        "train_acc1es": ordered((i, draw()) for i in range(epochs)),
        "train_acc5es": None,
        "train_losses": ordered((i, draw()) for i in range(epochs)),
        "train_times": ordered((i, 7.25) for i in range(epochs)),
        "arch_config": {"channel": 16, "num_cells": 5, "arch_str": arch, "class_num": 10},
        "params": 0.129306,
        "flop": 15.64737,
        "seed": seed,
        "epochs": epochs,
        "latency": [0.0139, np.float64(0.0141)],
        "eval_names": list(evals),
        "eval_acc1es": {f"{name}@{i}": draw() for name in evals for i in asked},
        "eval_times": {f"{name}@{i}": 0.5 for name in evals for i in asked},
        "eval_losses": {f"{name}@{i}": draw() for name in evals for i in asked},
    }


def arch_results(index, arch, seeds, epochs, **options):
    """ArchResults.state_dict()."""
    return {
        "arch_index": index,
        "arch_str": arch,
        "all_results": {
            (dataset, seed): result(arch, dataset, seed, epochs, **options) for dataset in SPLITS for seed in seeds
        },
        "dataset_seed": {dataset: list(seeds) for dataset in SPLITS},
        "clear_net_done": True,
    }


def remember(name, index, arch, by_hp):
    rows = expected.setdefault(name, {})
    row = rows[str(index)] = {"arch": arch}
    for state in by_hp.values():
        for (dataset, seed), run in state["all_results"].items():
            last = run["epochs"] - 1
            row[f"{dataset}_train_acc_e{last + 1}_s{seed}"] = run["train_acc1es"][last]
            row[f"{dataset}_train_loss_curve_e{last + 1}_s{seed}"] = list(run["train_losses"].values())
            for split in run["eval_names"]:
                row[f"{dataset}_{split}_acc_e{last + 1}_s{seed}"] = run["eval_acc1es"][f"{split}@{last}"]
                row[f"{dataset}_{split}_loss_e{last + 1}_s{seed}"] = run["eval_losses"][f"{split}@{last}"]
        for dataset, seeds in state["dataset_seed"].items():
            epochs = state["all_results"][(dataset, seeds[0])]["epochs"]
            for split in SPLITS[dataset]:
                values = [state["all_results"][(dataset, s)]["eval_acc1es"][f"{split}@{epochs - 1}"] for s in seeds]
                row[f"{dataset}_{split}_acc_e{epochs}"] = float(np.mean(values))
            row[f"{dataset}_params"] = 129306
            row[f"{dataset}_flops_M"] = 15.64737
            row[f"{dataset}_latency_ms"] = 14.0


for name, archs, hps in [("tss", TSS, {"12": 12, "200": 20}), ("sss", SSS, {"01": 1, "12": 12, "90": 9})]:
    folder = out / f"NATS-{name}-v1_0-00000-simple"
    folder.mkdir()
    for index, arch in archs.items():
        states = {hp: arch_results(index, arch, (777, 888) if hp != "12" else (777,), n) for hp, n in hps.items()}
        with bz2.BZ2File(folder / f"{index:06d}.pickle.pbz2", "wb") as file:
            pickle.dump(states, file, protocol=4)
        remember(name, index, arch, states)
    with bz2.BZ2File(folder / "meta.pickle.pbz2", "wb") as file:
        pickle.dump({"meta_archs": META[name], "total_archs": 2, "evaluated_indexes": {0, 11}}, file, protocol=4)

infos = {
    index: {hp: arch_results(index, arch, (111, 777), n, every_epoch=False) for hp, n in {"less": 12, "full": 20}.items()}
    for index, arch in TSS.items()
}
for index, arch in TSS.items():
    remember("pth", index, arch, infos[index])
whole = {"meta_archs": list(TSS.values()), "total_archs": 2, "arch2infos": infos, "evaluated_indexes": {0, 11}}
torch.save(whole, out / "NAS-Bench-201-v1_1-zip.pth")
torch.save(whole, out / "NAS-Bench-201-v1_0-legacy.pth", _use_new_zipfile_serialization=False)

naslib = {}
for index, arch in TSS.items():
    naslib[arch] = {}
    row = expected.setdefault("naslib", {})[str(index)] = {"arch": arch}
    for dataset in ("cifar10-valid", "cifar10"):
        curves = {k: [draw() for _ in range(20)] for k in ("train_acc1es", "eval_acc1es", "train_losses", "eval_losses")}
        cost = {"flops": 15.64737, "params": 0.129306, "latency": 0.014, "train_time": 1450.0}
        naslib[arch][dataset] = {**curves, "cost_info": cost}
        row[f"{dataset}_eval_acc_curve_e20"] = curves["eval_acc1es"]
        row[f"{dataset}_train_loss_e20"] = curves["train_losses"][-1]
        row[f"{dataset}_params"] = 129306
        row[f"{dataset}_train_seconds"] = 1450.0
with open(out / "nb201_cifar10_full_training.pickle", "wb") as file:
    pickle.dump(naslib, file, protocol=3)


# NAS-Bench-101: the row of nb101_archs that is read in the tests, and a drawn one.
def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def varint(value):
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes(parts + [value])


def evaluation(epoch, seconds, train, valid, test):
    numbers = b"".join(bytes([i + 1 << 3 | 1]) + struct.pack("<d", v) for i, v in enumerate((epoch, seconds, train, valid, test)))
    path = b"/cns/model.ckpt-0"
    return numbers + bytes([6 << 3 | 2]) + varint(len(path)) + path


def metrics(evaluations, params, seconds):
    parts = b"".join(b"\x0a" + varint(len(e)) + e for e in evaluations)
    return parts + b"\x10" + varint(params) + b"\x19" + struct.pack("<d", seconds)


modules = [
    ("00005c142e6f48ac74fdcf73e3439874", ["0100110", "0010000", "0001001", "0000010", "0000010", "0000001", "0000000"],
     "input,conv3x3-bn-relu,maxpool3x3,conv3x3-bn-relu,conv3x3-bn-relu,conv1x1-bn-relu,output", 8555530),
    ("0123456789abcdef0123456789abcdef", ["011", "001", "000"], "input,conv1x1-bn-relu,output", 1234567),
]
records = []
for epochs in (4, 12, 36, 108):
    for repeat in (1, 2, 3):
        for digest, matrix, ops, params in modules:
            row = expected.setdefault("nasbench101", {}).setdefault(digest, {"params": params, "matrix": " ".join(matrix), "ops": ops})
            seen = [[0.0, 0.0, 0.1, 0.1, 0.1]]
            for part, mark in ((epochs / 2, "_half"), (epochs, "")):
                numbers = [part, 16.0 * part, *np.round(rng.uniform(0.3, 0.95, 3), 6)]
                seen.append([float(v) for v in numbers])
                for name, value, scale in zip(("train_seconds", "train_acc", "valid_acc", "test_acc"), seen[-1][1:], (1, 100, 100, 100)):
                    row[f"{name}_e{epochs}{mark}_r{repeat}"] = value * scale
            data = json.dumps([digest, epochs, "".join(matrix), ops,
                               base64.b64encode(metrics([evaluation(*e) for e in seen], params, 2000.0)).decode()]).encode()
            length = struct.pack("<Q", len(data))
            records.append((epochs, length + masked(length) + data + masked(data)))
(out / "nasbench_full.tfrecord").write_bytes(b"".join(record for _, record in records))
(out / "nasbench_only108.tfrecord").write_bytes(b"".join(record for epochs, record in records if epochs == 108))

# NAS-Bench-301: the edges that DARTS keeps of each node, as the benchmark's configuration names them.
prefix = "NetworkSelectorDatasetInfo:darts:"
config = {f"{prefix}init_channels": 32, f"{prefix}layers": 8}
for cell, inputs in (("normal", ["0_1", "0_2", "1_2"]), ("reduce", ["0_1", "1_2", "2_3"])):
    config.update({f"{prefix}inputs_node_{cell}_{node + 3}": pair for node, pair in enumerate(inputs)})
for edges, cell in (({0: "skip_connect", 1: "sep_conv_3x3", 2: "sep_conv_3x3", 3: "skip_connect", 5: "dil_conv_3x3", 7: "dil_conv_5x5",
                      10: "sep_conv_3x3", 11: "skip_connect"}, "normal"),
                    ({0: "max_pool_3x3", 1: "avg_pool_3x3", 2: "skip_connect", 3: "dil_conv_5x5", 6: "sep_conv_3x3", 7: "sep_conv_5x5",
                      11: "sep_conv_3x3", 12: "dil_conv_3x3"}, "reduce")):
    config.update({f"{prefix}edge_{cell}_{edge}": op for edge, op in edges.items()})
run = {
    "final_metric_score": -92.1, "optimized_hyperparamater_config": config, "budget": 98,
    "info": [{"train_accuracy": 95.5, "val_accuracy": 92.1, "model_parameters": 1234567, "epochs": 98, "val_cross_entropy": 0.25}],
    "test_accuracy": 91.8, "runtime": 4321.5,
    "learning_curves": {"Train/train_accuracy": [50.0, 70.0, 95.5], "Train/val_accuracy": [48.0, 69.0, 92.1]},
}
for folder in ("nb_301/bohb", "nb_301/rs"):
    (out / folder).mkdir(parents=True)
    (out / folder / "results_0.json").write_text(json.dumps(run))
with zipfile.ZipFile(out / "nasbench301_full_data.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for folder in ("bohb", "rs"):
        archive.writestr(zipfile.ZipInfo(f"nb_301/{folder}/results_0.json"), json.dumps(run))

# TransNAS-Bench-101.
tasks = {"class_scene": ["train_top1", "valid_top1", "test_top1"], "room_layout": ["train_loss", "valid_loss", "test_loss"]}
data = {}
for space, archs in (("macro", ["64-1234-basic", "64-1213-basic"]), ("micro", ["64-41414-0_00_000", "64-41414-3_33_333"])):
    data[space] = {}
    for index, arch in enumerate(archs):
        row = expected.setdefault("transnas", {})[arch] = {"space": space, "index": index}
        data[space][arch] = {}
        for task, names in tasks.items():
            found = {name: [draw() for _ in range(25)] for name in names}
            info = {"inference_time": 0.01, "encoder_params": 2345678, "encoder_FLOPs": 1.5e9}
            data[space][arch][task] = {"encoder_str": arch, "total_epochs": 25, "metrics": found, "model_info": info}
            row.update({f"{task}_{name}_curve": curve for name, curve in found.items()})
            row.update({f"{task}_{name}_e25": curve[-1] for name, curve in found.items()})
            row[f"{task}_encoder_params"] = 2345678
torch.save({"metrics_dict": tasks, "info_names": ["inference_time", "encoder_params", "encoder_FLOPs"],
            "task_list": list(tasks), "data": data}, out / "transnas-bench_v10141024.pth", _use_new_zipfile_serialization=False)

# HW-NAS-Bench, the values of hwnasbench_cifar10.csv.gz for index 0 in the first row.
devices = {"edgegpu_latency": 5.807419, "edgegpu_energy": 24.226614, "raspi4_latency": 10.481977}
hardware = {
    dataset: {
        **{name: [value, np.float64(value + 1)] for name, value in devices.items()},
        "config": [{"name": "infer.tiny", "C": 16, "N": 5, "arch_str": TSS[0]}, {"name": "infer.tiny", "C": 16, "N": 5}],
    }
    for dataset in ("cifar10", "cifar100")
}
with open(out / "HW-NAS-Bench-v1_0.pickle", "wb") as file:
    pickle.dump({"nasbench201": hardware, "fbnet": {"edgegpu_latency": {"FC_Cin1504_Cout100": 0.1}}}, file, protocol=3)

# LCBench.
(out / "data_2k.json").write_text(json.dumps({
    name: {str(i): {
        "config": {"batch_size": 71, "learning_rate": 0.05, "network": "shapedmlpnet", "OpenML_task_id": "3945"},
        "results": {"final_test_accuracy": 80.5 + i},
        "log": {"Train/val_accuracy": [50.0, 60.0 + i], "epoch": [0, 1]},
    } for i in range(2)} for name in ("adult", "higgs")
}))

# NAS-Bench-Suite-Zero.
(out / "zc_nasbench201.json").write_text(json.dumps({
    dataset: {"(4, 3, 3, 0, 0, 0)": {"synflow": {"score": 37.5, "time": 1.5}, "snip": {"score": -1e8, "time": 2.0},
                                     "val_accuracy": 85.5}} for dataset in ("cifar10", "cifar100")
}))
(out / "nas-bench-macro_cifar10.json").write_text(json.dumps({
    "02012100": {"test_acc": [89.5, 88.5, 89.0], "mean_acc": 89.0, "std": 0.4, "params": 890666, "flops": 47327744},
}))
(here / "expected.json").write_text(json.dumps(expected) + "\n")
