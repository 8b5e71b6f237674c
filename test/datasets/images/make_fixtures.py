"""Small files in the layouts in which CIFAR's authors and ImageNet16's distribute Python pickles.

Run here: python3 make_fixtures.py. Pixels and labels follow a rule that layouts.test.ts knows.
"""
import os
import pickle

import numpy

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fixtures')


def planes(batch, count, extent):
    """Plane c of image n in batch b is b + 10 n + 80 c, plus 1 in its first row."""
    data = numpy.zeros((count, 3, extent, extent), dtype=numpy.uint8)
    for n in range(count):
        for c in range(3):
            data[n, c] = batch + 10 * n + 80 * c
            data[n, c, 0] += 1
    return data.reshape(count, -1)


def write(folder, name, content, protocol):
    os.makedirs(os.path.join(HERE, folder), exist_ok=True)
    with open(os.path.join(HERE, folder, name), 'wb') as file:
        pickle.dump(content, file, protocol=protocol)


for batch in range(6):
    name = 'test_batch' if batch == 5 else f'data_batch_{batch + 1}'
    # Python 2 wrote keys as str, which Python 3 gives as bytes.
    write('cifar-10-batches-py', name, {
        b'batch_label': name.encode(), b'labels': [batch, 9 - batch], b'data': planes(batch, 2, 32),
        b'filenames': [b'a.png', b'b.png'],
    }, 2)
for batch, name in enumerate(['train', 'test']):
    write('cifar-100-python', name, {
        b'filenames': [b'a.png', b'b.png'], b'batch_label': b'1 of 1', b'fine_labels': [99 - batch, 7],
        b'coarse_labels': [1, 2], b'data': planes(batch, 2, 32),
    }, 2)
for batch in range(11):
    name = 'val_data' if batch == 10 else f'train_data_batch_{batch + 1}'
    # Labels from 1; 121 is the first that ImageNet16-120 leaves out.
    content = {'data': planes(batch, 3, 16), 'labels': [120, 121, 1 + batch]}
    if batch < 10:
        content['mean'] = numpy.zeros(768)
    write('imagenet16', name, content, 4)
