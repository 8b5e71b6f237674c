import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importBenchmark } from '../../datasets/import/import-benchmark.ts';
import { openSource, recogniseImporter } from '../../datasets/import/index.ts';
import { natsRow } from '../../datasets/import/nats-trainings.ts';
import { dictIn } from '../../datasets/import/pickle-parts.ts';
import { RowSpool, rowsName } from '../../datasets/import/row-spool.ts';
import { ByteReader } from '../../src/formats/byte-reader.ts';
import { bunzip2 } from '../../src/formats/bz2/bunzip2.ts';
import { readPickle } from '../../src/formats/pickle/read-pickle.ts';
import { arrowStream } from '../../src/table/arrow-stream.ts';
import { readTable } from '../../src/table/index.ts';
import { bytesOf, FIXTURES, joined } from '../formats/fixtures.ts';
import { madeBy } from './made-by.ts';
import { mendRecords, mendTfrecord } from './mend-checksums.ts';
import type { FuzzTarget } from './target.ts';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../datasets/import/fixtures/${name}`, import.meta.url));

/** Pickles that call what none may, which stand for the whole file or are spliced with it. */
const evil = (): Uint8Array[] => FIXTURES.evil.map(bytesOf);

const SHARE = 0.3;

/** An official file, damaged, goes all the way to a table that can be read. `source` is what is imported, the file itself or its folder. */
const importing = (
  benchmark: string,
  file: string,
  {
    source = file,
    mended = (bytes) => bytes,
  }: { source?: string; mended?: (bytes: Uint8Array) => Uint8Array } = {},
): FuzzTarget => ({
  name: `import of ${benchmark}`,
  share: SHARE,
  seeds: () => [fixture(file)],
  ...(/\.(pickle|pth)$/.test(file) && { refused: evil }),
  async read(bytes, folder) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, mended(bytes));
    const opened = openSource(join(folder, source));
    const out = join(folder, 'out.arrow');
    await importBenchmark(recogniseImporter(opened), opened, { out, version: 'fuzz', follow() {} });
    await readTable(out);
  },
});

const NATS = 'NATS-tss-v1_0-00000-simple/000011.pickle.pbz2';
const ONE_OF_301 = 'nb_301/rs/results_0.json';

/** What an import that was killed has left: some rows by their marks. */
const keptRows = (): Promise<Buffer> =>
  madeBy(rowsName('out.arrow'), (path) => {
    const spool = new RowSpool(path.replace(rowsName(''), ''), 'kept');
    for (let row = 0; row < 4; row += 1) {
      spool.add({
        index: row,
        arch: `arch ${row}`,
        acc: row === 2 ? null : row / 3,
        curve: [row, Number.NaN, -0],
      });
      spool.lay(`mark ${row}`);
    }
    spool.close(false);
  });

/** Every importer, in each form that its benchmark comes in. */
export const IMPORT_TARGETS: readonly FuzzTarget[] = [
  importing('a NATS-Bench folder', NATS, { source: dirname(NATS) }),
  importing('the meta of NATS-Bench', 'NATS-sss-v1_0-00000-simple/meta.pickle.pbz2'),
  {
    // Damage to bzip2 goes no further than its checksums.
    name: 'import of the pickle inside NATS-Bench',
    share: SHARE,
    seeds: () => [joined(bunzip2([fixture(NATS)], NATS))],
    refused: evil,
    read: (bytes) => natsRow(11, dictIn(readPickle(new ByteReader([bytes], NATS)), NATS), NATS),
  },
  importing('NAS-Bench-201', 'NAS-Bench-201-v1_1-zip.pth'),
  importing('NAS-Bench-201, legacy', 'NAS-Bench-201-v1_0-legacy.pth'),
  importing("NASLib's NAS-Bench-201", 'nb201_cifar10_full_training.pickle'),
  importing('NAS-Bench-101', 'nasbench_full.tfrecord'),
  importing('NAS-Bench-101, its checksums mended', 'nasbench_full.tfrecord', { mended: mendTfrecord }),
  importing('a NAS-Bench-301 folder', ONE_OF_301, { source: 'nb_301' }),
  importing('a NAS-Bench-301 archive', 'nasbench301_full_data.zip'),
  importing('NAS-Bench-Suite-Zero', 'zc_nasbench201.json'),
  importing('TransNAS-Bench-101', 'transnas-bench_v10141024.pth'),
  importing('NAS-Bench-Macro', 'nas-bench-macro_cifar10.json'),
  importing('HW-NAS-Bench', 'HW-NAS-Bench-v1_0.pickle'),
  importing('LCBench', 'data_2k.json'),
  {
    // Damage that its digest tells goes no further.
    name: 'rows that an import kept, their digests mended',
    seeds: () => keptRows().then((bytes) => [bytes]),
    async read(bytes, folder) {
      const out = join(folder, 'out.arrow');
      writeFileSync(rowsName(out), mendRecords(bytes));
      const spool = new RowSpool(out, 'kept');
      try {
        spool.resume((place) => `mark ${place}`);
        for (const _ of await arrowStream(spool.heads(), new Map(), spool.tables()));
      } finally {
        spool.close(true);
      }
    },
  },
];
