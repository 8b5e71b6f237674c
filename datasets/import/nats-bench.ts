import { ByteReader } from '../../src/formats/byte-reader.ts';
import { bunzip2 } from '../../src/formats/bz2/bunzip2.ts';
import { readPickle } from '../../src/formats/pickle/read-pickle.ts';
import type { Importer, Row } from './importer.ts';
import { readResults } from './nasbench201.ts';
import { natsRow } from './nats-trainings.ts';
import type { OfficialFile } from './official-file.ts';
import { dictIn, strange } from './pickle-parts.ts';

const ARCH_FILE = /^(\d+)\.pickle\.pbz2$/;

const openPickle = (file: OfficialFile): ByteReader =>
  new ByteReader(bunzip2(file.content(), file.path), file.path);

function rowOf(file: OfficialFile): Row {
  const { path, name } = file;
  const index = Number(ARCH_FILE.exec(name)?.[1]);
  const results = dictIn(readPickle(openPickle(file)), path);
  if (results.size === 0) throw strange(path, 'holds no results');
  return natsRow(index, results, path);
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
  recognises: ({ name, isFolder, head }) =>
    !isFolder && name.endsWith('.pickle.pbz2') && Buffer.from(head).toString('latin1').startsWith('BZh'),
  parts: { names: ARCH_FILE, row: rowOf },
  read(file, add) {
    if (ARCH_FILE.test(file.name)) add(rowOf(file));
    else readResults(openPickle(file), add);
  },
};
