import type { ByteReader } from '../../src/formats/byte-reader.ts';
import { harvestPickle } from '../../src/formats/pickle/read-pickle.ts';
import { PickleDict, type PickleValue } from '../../src/formats/pickle/values.ts';
import { archColumns } from './arch-of.ts';
import type { Importer, Row } from './importer.ts';
import { natsRow } from './nats-trainings.ts';
import { dictIn, itemsIn, strange } from './pickle-parts.ts';
import { torchPickleOf } from './torch-pickle-of.ts';

/**
 * The rows of a dictionary with `meta_archs` (all architectures) and `arch2infos` (results by index), which are handed over as they
 * come. A file of the architectures alone gives a row of each.
 */
export function readResults(reader: ByteReader, add: (row: Row) => void): void {
  let rows = 0;
  const whole = harvestPickle(reader, ['arch2infos'], {
    isKey: (key) => typeof key === 'number',
    take(index, results) {
      if (typeof index !== 'number') throw strange(reader.source, 'has results of no index');
      add(natsRow(index, dictIn(results, `${reader.source}, ${index}`), `${reader.source}, ${index}`));
      rows += 1;
    },
  });
  if (rows === 0) addArchitectures(whole, reader.source, add);
}

function addArchitectures(whole: PickleValue, place: string, add: (row: Row) => void): void {
  const archs = whole instanceof PickleDict ? itemsIn(whole.get('meta_archs')) : undefined;
  if (archs === undefined) throw strange(place, 'has neither results nor architectures');
  for (let index = 0; index < archs.length; index += 1) {
    const arch = archs[index];
    if (typeof arch !== 'string') throw strange(place, `architecture ${index} is no text`);
    add(archColumns(arch.startsWith('|') ? 'nasbench201' : 'nats-sss', index, arch, place));
  }
}

/** NAS-Bench-201, as its first distributions were saved by PyTorch. */
export const nasbench201Pth: Importer = {
  id: 'nasbench201',
  title: 'NAS-Bench-201',
  files: 'NAS-Bench-201-v1_0-e61699.pth, NAS-Bench-201-v1_1-096897.pth',
  cite: 'Dong and Yang, "NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search", ICLR 2020',
  licence: 'MIT',
  home: 'https://github.com/D-X-Y/NAS-Bench-201',
  notes:
    'Accuracy in percent, loss in nats, flops_M as the file has it (multiply-accumulates in millions). Splits and data sets by their official names: cifar10-valid is trained on half of the training images, cifar10 on all.',
  recognises: ({ name }) => /^NAS-Bench-201.*\.pth$/i.test(name),
  read: (file, add) => readResults(torchPickleOf(file), add),
};
