import type { Skeleton } from './space.ts';

/** What can be counted of an architecture without computing anything: its name, and what it counts. */
export const COUNTS = [
  { name: 'params', title: 'parameters of the network' },
  { name: 'macs', title: 'multiply-accumulates of convolutions and linear layers, for one image' },
  { name: 'flops', title: 'FLOPs for one image, as the proxy of this name counts them' },
  { name: 'depth', title: 'most layers with weights on a path from the image to the logits' },
  { name: 'longest_path', title: 'most operations on a path through the cell, 0 where there is no path' },
] as const satisfies readonly { readonly name: string; readonly title: string }[];

export type CountName = (typeof COUNTS)[number]['name'];

export type Counts = Readonly<Partial<Record<CountName, number>>>;

/** Counts that a space knows in closed form, without laying a network down: some microseconds an architecture. */
export interface ClosedForms {
  /** Which of the counts; each is equal to what the network's graph says. */
  readonly names: readonly CountName[];
  /** Works out what the skeleton alone decides; the function it returns counts one architecture of the space. */
  prepare(skeleton: Skeleton): (arch: string) => Counts;
}
