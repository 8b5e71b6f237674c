import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { findSpace, SPACES } from '../../src/spaces/index.ts';

describe('findSpace', () => {
  it('finds each space by its id', () => {
    for (const space of SPACES) expect(findSpace(space.id)).toBe(space);
    expect(new Set(SPACES.map((space) => space.id)).size).toBe(SPACES.length);
  });

  it('names the nearest id', () => {
    expect(() => findSpace('nasbench-201')).toThrow(
      new InputError('unknown search space "nasbench-201"; did you mean "nasbench201"?'),
    );
  });

  it('names all where none is near', () => {
    expect(() => findSpace('mnasnet\n')).toThrow(
      new InputError(
        'unknown search space "mnasnet\\n"; use one of nasbench201, nats-sss, nasbench101, darts, transnas-micro, transnas-macro, nasbench-macro',
      ),
    );
  });
});

it('finds a space by another name', () => {
  expect(findSpace('nats-size').id).toBe('nats-sss');
  expect(findSpace('nasbench301').id).toBe('darts');
  const names = SPACES.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(SPACES)('$id', (space) => {
  it('says an example in its notation that it can read', () => {
    const example = space.notation.split('for example ').at(-1)!;
    expect(space.parse(example)).toBe(example);
  });

  it.skipIf(space.size > Number.MAX_SAFE_INTEGER)('is consistent at both ends of its order', () => {
    for (const index of [0, space.size - 1]) {
      const arch = space.at(index);
      expect(space.indexOf(arch)).toBe(index);
      expect(space.parse(arch)).toBe(arch);
      expect(space.neighbours(arch)).not.toContain(arch);
      expect(space.canonical(space.canonical(arch))).toBe(space.canonical(arch));
    }
  });
});
