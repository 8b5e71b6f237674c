import { kernelRidge } from './kernel-ridge.ts';
import type { Learner } from './learner.ts';
import { ridge } from './ridge.ts';

/** Every estimator that learns from other curves. */
export const LEARNERS: readonly Learner[] = [ridge, kernelRidge];
