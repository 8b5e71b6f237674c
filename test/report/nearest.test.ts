import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/nearest.ts';

describe('nearest', () => {
  it.each([
    ['synflwo', 'synflow'],
    ['Synflow', 'synflow'],
    ['gradnorm', 'grad_norm'],
    ['naswot', 'nwot'],
    ['snipp', 'snip'],
    ['accuracy', undefined],
    ['', undefined],
  ])('%s -> %s', (name, want) => {
    expect(nearest(name, ['synflow', 'grad_norm', 'nwot', 'snip', 'zen'])).toBe(want);
  });

  it('prefers the first of equals', () => {
    expect(nearest('ab', ['aa', 'bb'])).toBe('aa');
  });
});
