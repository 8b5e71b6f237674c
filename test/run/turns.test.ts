import { expect, it } from 'vitest';
import { makeTurns } from '../../src/run/turns.ts';

const later = () => new Promise((resolve) => setTimeout(resolve, 2));

it('runs jobs side by side, and one alone while none else runs', async () => {
  const turns = makeTurns();
  const running = new Set<string>();
  const seen: string[] = [];
  const job = (name: string) => async () => {
    running.add(name);
    seen.push([...running].sort().join('+'));
    await later();
    running.delete(name);
    return name;
  };
  const results = await Promise.all([
    turns.beside(job('a')),
    turns.beside(job('b')),
    turns.alone(job('X')),
    turns.alone(job('Y')),
    turns.beside(job('c')),
    turns.beside(job('d')),
  ]);
  expect(results).toEqual(['a', 'b', 'X', 'Y', 'c', 'd']);
  expect(seen).toContain('X');
  expect(seen).toContain('Y');
  expect(seen.filter((names) => /[XY]/.test(names))).toHaveLength(2);
  expect(seen).toContain('a+b+c+d');
});

it('goes on after a job that threw', async () => {
  const turns = makeTurns();
  await expect(turns.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(turns.beside(() => Promise.reject(new Error('nor')))).rejects.toThrow('nor');
  expect(await turns.alone(async () => 1)).toBe(1);
});
