"""Makes fixtures.json, what the readers of file formats are held to: /usr/bin/python3 test/formats/make_fixtures.py
(Python 3.11, NumPy 1.24, PyTorch 1.13, Pillow 9.4)."""
import base64
import bz2
import collections
import io
import json
import pathlib
import pickle
import struct
import tarfile
import zipfile

import numpy as np
import torch
from PIL import Image

plain = {
    "none": None,
    "flags": [True, False],
    "integers": [0, 1, -1, 255, 256, 65535, 65536, -(2**31), 2**31, 2**53, -(2**53), 10**30],
    "floats": [0.0, -0.0, 0.1, -1e300, 5e-324, float("inf"), float("nan")],
    "texts": ["", "ascii", "é\n\t\\'\"", "\u4e2d\U0001f600", "x" * 300],
    "bytes": [b"", b"\x00\xff", b"y" * 300],
    "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
    "dict": {"a": 1, 2: "b", ("cifar10", 777): [1.5], None: {}, "one": {"inner": {"deep": 3}}},
    "ordered": collections.OrderedDict([("z", 1), ("a", 2)]),
    "set": {7},
}
plain["shared"] = [plain["dict"], plain["dict"]]


def spelt(value):
    """The same as JSON, kinds by name."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dict):
        return {"dict": [[spelt(k), spelt(v)] for k, v in value.items()]}
    if isinstance(value, tuple):
        return {"tuple": [spelt(item) for item in value]}
    if isinstance(value, set):
        return {"set": [spelt(item) for item in value]}
    return [spelt(item) for item in value]


def text(data):
    return base64.b64encode(data).decode()


arrays = [
    np.arange(6, dtype="<f4").reshape(2, 3),
    np.array([1, -2, 3], dtype=">i2"),
    np.array([1.5, 2.5]),
    np.array([True, False]),
    np.array([2**40, -5]),
    np.frombuffer(b"\x00\x80\xff", dtype="u1"),
]
scalars = [np.float32(0.1), np.float64(0.1), np.int64(-7), np.bool_(True)]


class Evil:
    def __reduce__(self):
        import os

        return os.system, ("touch /tmp/nasprobe-was-here",)


tensors = {"acc": [91.5], "weights": torch.arange(4.0), "names": collections.OrderedDict(a=1)}
zipped, legacy = io.BytesIO(), io.BytesIO()
torch.save(tensors, zipped)
torch.save(tensors, legacy, _use_new_zipfile_serialization=False)

raw = b"aaaa" * 100 + bytes(range(256)) * 20 + b"the quick brown fox " * 50
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as file:
    file.writestr(zipfile.ZipInfo("a/stored.txt"), b"stored")
    deflated = zipfile.ZipInfo("deflated.txt")
    deflated.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(deflated, b"deflated " * 100)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283  # RFC 3720's check value


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


records = [b"", b"first", bytes(range(256))]
tfrecord = b"".join(
    (length := struct.pack("<Q", len(data))) + masked(length) + data + masked(data) for data in records
)

noise = np.random.default_rng(0).integers(0, 256, (9, 7, 3), dtype="u1")
smooth = np.add.outer(np.add.outer(np.arange(16) * 8, np.arange(24) * 4), [0, 20, 40]).astype("u1")


def image(array, mode=None, form="PNG", **options):
    picture = Image.fromarray(array)
    picture = picture.convert(mode) if mode else picture
    out = io.BytesIO()
    picture.save(out, form, **options)
    decoded = np.asarray(Image.open(io.BytesIO(out.getvalue())).convert("RGB"))
    return {"file": text(out.getvalue()), "width": array.shape[1], "height": array.shape[0], "rgb": text(decoded.tobytes())}


images = {
    "colours": image(noise),
    "smooth colours, filtered rows": image(smooth),
    "with alpha": image(noise, "RGBA"),
    "grey": image(noise, "L"),
    "grey with alpha": image(noise, "LA"),
    "palette": image(noise, "P"),
    "palette of 2 bits": image(noise[:, :, 0] // 64, "P", bits=2),
    "one bit": image(noise, "1"),
}
jpegs = {
    "baseline": image(smooth, form="JPEG", quality=95, subsampling=0),
    "progressive": image(smooth, form="JPEG", quality=95, subsampling=0, progressive=True),
    "grey": image(smooth, "L", form="JPEG", quality=95),
}
tarred = io.BytesIO()
with tarfile.open(fileobj=tarred, mode="w", format=tarfile.USTAR_FORMAT) as file:
    for name, data in [("folder/a.bin", b"abc"), ("b.bin", b"x" * 1000), ("empty", b"")]:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        file.addfile(info, io.BytesIO(data))
    link = tarfile.TarInfo("link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    file.addfile(link)

fixtures = {
    "plain": spelt(plain),
    "pickles": [text(pickle.dumps(plain, protocol)) for protocol in range(6)],
    "arrays": [{"shape": a.shape, "values": a.astype("f8").ravel().tolist()} for a in arrays],
    "arrayPickles": [text(pickle.dumps(arrays, protocol)) for protocol in range(6)],
    "scalars": [float(s) for s in scalars],
    "scalarPickles": [text(pickle.dumps(scalars, protocol)) for protocol in range(6)],
    "evil": [text(pickle.dumps({"x": Evil()}, protocol)) for protocol in range(6)],
    "torch": [text(zipped.getvalue()), text(legacy.getvalue())],
    "raw": text(raw),
    "bz2": [text(bz2.compress(raw, level)) for level in (1, 9)] + [text(bz2.compress(raw) + bz2.compress(b"tail"))],
    "zip": text(archive.getvalue()),
    "records": [text(data) for data in records],
    "tfrecord": text(tfrecord),
    "png": images,
    "jpeg": jpegs,
    "tar": text(tarred.getvalue()),
}
pathlib.Path(__file__).with_name("fixtures.json").write_text(json.dumps(fixtures, indent=1) + "\n")
