import { expect, it } from 'vitest';
import { chain } from './chain.ts';
import { classOf, deriveAll, grammarCell, isAcyclic, readsBackwards } from './grammar-cell.ts';

it('counts the chains', () => {
  expect(chain.size).toBe(3_375);
});

it('counts what the grammar derives, with sources free and restricted, and what differs in more than names', () => {
  const all = deriveAll();
  const acyclic = all.filter(isAcyclic);
  const restricted = all.filter(readsBackwards);
  expect([all.length, acyclic.length, restricted.length]).toEqual([3_375, 1_350, 648]);
  expect(grammarCell.size).toBe(648);
  expect(new Set(acyclic.map(classOf)).size).toBe(254);
  expect(new Set(restricted.map(classOf)).size).toBe(254);
});

it('has a representative for each class', () => {
  const archs = Array.from({ length: grammarCell.size }, (_, index) => grammarCell.at(index));
  expect(new Set(archs.filter((_, i) => i % 9 === 0).map(grammarCell.canonical)).size).toBeLessThanOrEqual(
    254,
  );
  expect(grammarCell.canonical('conv3x3(a)+conv1x1(n1)+pool(b)')).toBe(
    grammarCell.canonical('pool(b)+conv3x3(a)+conv1x1(n2)'),
  );
});
