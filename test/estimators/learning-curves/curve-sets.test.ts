import { describe, expect, it } from 'vitest';
import { chooseCurve, curveColumns } from '../../../estimators/learning-curves/curve-columns.ts';
import { curveSets } from '../../../estimators/learning-curves/curve-set.ts';
import { tableFromBytes } from '../../../src/table/read-table.ts';

const table = (text: string, source: string) => tableFromBytes(new TextEncoder().encode(text), source);

const WIDE = `arch,params,lr,acc_0,acc_1,acc_2,acc_3,c10_test,score
a,10,.1,.1,.2,.3,.4,94,1
b,20,.1,.2,.3,,.5,93,2
c,30,.1,,,,,92,3
`;

const LISTS = [
  { arch: 'a', dataset: 'x', flops: 3, train_loss: [3, 2, 1, 0.5], val_acc: [10, 20, 30, 40] },
  { arch: 'b', dataset: 'y', flops: 4, train_loss: [3, 2, 1, 0.6], val_acc: [11, 21, 31, 39] },
  { arch: 'c', dataset: 'y', flops: 5, train_loss: [3, 2, 1], val_acc: [11, 21, 31] },
  { arch: 'd', dataset: 'y', flops: 5, train_loss: [3, 2], val_acc: [12, 22] },
];

describe('curveColumns', () => {
  it('finds columns that count epochs from 0 or 1, whatever stands about the number, and list columns', async () => {
    const names = async (header: string) =>
      curveColumns(await table(`${header}\n${header.replace(/[^,]+/g, '1')}\n`, 'x.csv')).map(
        ({ name }) => name,
      );
    expect(await names('acc_1,acc_2,acc_3')).toEqual(['acc_*']);
    expect(await names('e1Loss,e1Acc,e2Loss,e2Acc,e3Loss,e3Acc')).toEqual(['e*Loss', 'e*Acc']);
    expect(await names('c10_3,c10_0,c10_2,c10_1')).toEqual(['c10_*']);
    // A gap, a late start, too few: no epochs.
    expect(await names('a1,a2,a4,b2,b3,b4,c1,c2')).toEqual([]);
    const lists = await table(LISTS.map((row) => JSON.stringify(row)).join('\n'), 'x.jsonl');
    expect(curveColumns(lists).map(({ name }) => name)).toEqual(['train_loss', 'val_acc']);
  });

  it('reads epochs in their order', async () => {
    const wide = await table(
      'acc_2,acc_10,acc_1,acc_3,acc_4,acc_5,acc_6,acc_7,acc_8,acc_9\n2,10,1,3,4,5,6,7,8,9\n',
      'x.csv',
    );
    expect(curveColumns(wide)[0]!.curve(0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('chooseCurve', () => {
  const chosen = async (record: Record<string, number[]>, asked?: string) =>
    chooseCurve(await table(`${JSON.stringify(record)}\n`, 'x.jsonl'), asked).name;
  const list = [1, 2, 3];

  it('prefers a validation metric, then a test metric, then an accuracy', async () => {
    expect(await chosen({ train_acc: list, test_acc: list, val_acc: list, val_loss: list })).toBe('val_acc');
    expect(await chosen({ train_acc: list, test_acc: list })).toBe('test_acc');
    expect(await chosen({ loss: list, accuracy: list })).toBe('accuracy');
    expect(await chosen({ train_loss: list })).toBe('train_loss');
    expect(await chosen({ val_acc: list, train_acc: list }, 'train_acc')).toBe('train_acc');
  });

  it('asks where it cannot know, and says what there is', async () => {
    await expect(chosen({ val_acc: list, val_f1: list })).rejects.toThrow(
      'x.jsonl: holds several curves, choose one with --curve: val_acc, val_f1',
    );
    await expect(chosen({ val_acc: list }, 'val_ac')).rejects.toThrow(
      'holds no curves "val_ac": did you mean val_acc?',
    );
    await expect(chosen({} as Record<string, number[]>)).rejects.toThrow('holds no learning curves');
  });
});

describe('curveSets', () => {
  it('reads wide columns, with gaps', async () => {
    const { sets, without } = curveSets(await table(WIDE, '/some/where/mit_small.csv'));
    expect(without).toBe(1);
    expect(sets).toHaveLength(1);
    expect(sets[0]).toMatchObject({
      name: 'small',
      metric: 'acc_*',
      better: 'higher',
      range: { low: 0, high: 1 },
      epochs: 4,
      features: ['params', 'lr'],
    });
    expect(sets[0]!.curves.map(({ arch, values }) => [arch, values])).toEqual([
      ['a', [0.1, 0.2, 0.3, 0.4]],
      ['b', [0.2, 0.3, Number.NaN, 0.5]],
    ]);
  });

  it('keeps data sets and lengths apart, and brings training losses along', async () => {
    const lists = await table(LISTS.map((row) => JSON.stringify(row)).join('\n'), 'curves.jsonl.gz');
    const { sets, without } = curveSets(lists);
    expect(without).toBe(1);
    expect(sets.map(({ name, curves }) => [name, curves.map(({ row }) => row)])).toEqual([
      ['curves/x/4', [0]],
      ['curves/y/4', [1]],
      ['curves/y/3', [2]],
    ]);
    expect(sets[0]!.curves[0]!.losses).toEqual([3, 2, 1, 0.5]);
    expect(sets[0]).toMatchObject({ range: { low: 0, high: 100 }, features: ['flops'] });
  });

  it('tells by name or by the way of the curves which end is better', async () => {
    const falling = await table('x,v_1,v_2,v_3\na,300,200,100\nb,250,200,150\n', 'ppl.csv');
    expect(curveSets(falling).sets[0]).toMatchObject({
      better: 'lower',
      range: { low: 0, high: Number.POSITIVE_INFINITY },
    });
    const error = await table('x,error_1,error_2,error_3\na,.1,.2,.3\n', 'error.csv');
    expect(curveSets(error).sets[0]!.better).toBe('lower');
    expect(curveSets(error, { better: 'higher' }).sets[0]!.better).toBe('higher');
  });

  it('takes features that are asked for, if they are numbers everywhere', async () => {
    const wide = await table(WIDE, 'x.csv');
    expect(curveSets(wide, { features: ['score'] }).sets[0]!.curves[1]!.features).toEqual([2]);
    expect(() => curveSets(wide, { features: ['arch'] })).toThrow('--features arch: a number in every row');
    expect(() => curveSets(wide, { features: ['nil'] })).toThrow('--features nil: x.csv has no such column');
  });
});
