import { basename } from 'node:path';
import { ByteReader } from '../../src/formats/byte-reader.ts';
import { bunzip2 } from '../../src/formats/bz2/bunzip2.ts';
import { readPickle } from '../../src/formats/pickle/read-pickle.ts';
import { contentOf } from './content-of.ts';
import { filesIn } from './files-in.ts';
import type { Importer, Row } from './importer.ts';
import { readResults } from './nasbench201.ts';
import { natsRow } from './nats-trainings.ts';
import { dictIn, strange } from './pickle-parts.ts';

const ARCH_FILE = /^(\d+)\.pickle\.pbz2$/;

const openPickle = (path: string): ByteReader => new ByteReader(bunzip2(contentOf(path), path), path);

function rowOf(file: string): Row {
  const index = Number(ARCH_FILE.exec(basename(file))?.[1]);
  const results = dictIn(readPickle(openPickle(file)), file);
  if (results.size === 0) throw strange(file, 'holds no results');
  return natsRow(index, results, file);
}

/** NATS-Bench: the topology space (15,625) and the size space (32,768). */
export const natsBench: Importer = {
  id: 'nats-bench',
  title: 'NATS-Bench, topology and size space',
  files: 'NATS-{tss,sss}-v1_0-*-simple (a folder of 000000.pickle.pbz2 …), NATS-{tss,sss}-v1_0-*.pickle.pbz2',
  cite: 'Dong et al., "NATS-Bench: Benchmarking NAS Algorithms for Architecture Topology and Size", TPAMI 2021',
  licence: 'MIT',
  home: 'https://github.com/D-X-Y/NATS-Bench',
  notes:
    'Accuracy in percent, loss in nats, flops_M as the file has it (multiply-accumulates in millions). Splits and data sets by their official names: cifar10-valid is trained on half of the training images, cifar10 on all.',
  recognises: ({ name, isFolder, head, path }) =>
    isFolder
      ? filesIn(path, ARCH_FILE).length > 0
      : name.endsWith('.pickle.pbz2') && Buffer.from(head).toString('latin1').startsWith('BZh'),
  filesOf: ({ path, isFolder }) => (isFolder ? filesIn(path, ARCH_FILE) : [path]),
  parts: { of: ({ path }) => filesIn(path, ARCH_FILE), row: rowOf },
  read({ path, name }, add) {
    if (ARCH_FILE.test(name)) add(rowOf(path));
    else readResults(openPickle(path), add);
  },
};
