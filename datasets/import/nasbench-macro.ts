import { isObject } from '../../src/table/parse-json.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import { archColumns } from './arch-of.ts';
import type { Importer } from './importer.ts';
import { jsonItems, numberIn } from './json-items.ts';
import { strange } from './pickle-parts.ts';

/** Eight blocks: 0 identity, 1 and 2 inverted residuals of kernel 3, expansion 3, and kernel 5, expansion 6. */
const ARCH = /^[0-2]{8}$/;

/** NAS-Bench-Macro: 6,561 chains of MobileNet's blocks, each trained three times on CIFAR-10. */
export const nasbenchMacro: Importer = {
  id: 'nasbench-macro',
  title: 'NAS-Bench-Macro',
  files: 'nas-bench-macro_cifar10.json',
  cite: 'Su et al., "Prioritized Architecture Sampling with Monto-Carlo Tree Search", CVPR 2021',
  licence: 'Apache-2.0',
  home: 'https://github.com/xiusu/NAS-Bench-Macro',
  notes:
    'Test accuracy in percent after 50 epochs on CIFAR-10; repeats have no seeds: test_acc_r1 to _r3 in the order of the file, test_acc their mean as the file has it. flops as the file has them (multiply-accumulates). The index reads the eight choices as a number in base 3.',
  recognises: ({ name }) => /nas-?bench-?macro.*\.json$/i.test(name),
  read(file, add) {
    const { path } = file;
    for (const { keys, value } of jsonItems(file.content(), path, 1)) {
      const arch = keys[0]!;
      if (!ARCH.test(arch) || !isObject(value) || !Array.isArray(value.test_acc))
        throw strange(path, `${JSON.stringify(arch)} is no architecture with its test_acc`);
      const runs = value.test_acc.map((accuracy: unknown, i): [string, RowValue] => [
        `test_acc_r${i + 1}`,
        numberIn(accuracy),
      ]);
      add({
        ...archColumns('nasbench-macro', Number.parseInt(arch, 3), arch, path),
        params: numberIn(value.params),
        flops: numberIn(value.flops),
        test_acc: numberIn(value.mean_acc),
        ...Object.fromEntries(runs),
      });
    }
  },
};
