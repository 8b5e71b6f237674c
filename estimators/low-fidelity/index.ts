/** A cheaper training whose accuracy stands for that of the full one. */
export interface LowFidelity {
  readonly name: string;
  readonly title: string;
  /** The options of `nasprobe train` that make it. */
  readonly options: string;
  /** What it costs beside the full training. */
  readonly cost: string;
  readonly cite: string;
}

const EcoNAS = 'Zhou et al., EcoNAS, CVPR 2020';

/** Every low-fidelity estimator; all are trainings, and {@link fidelityRows} measures what they are worth. */
export const LOW_FIDELITIES: readonly LowFidelity[] = [
  {
    name: 'broken_off',
    title: 'the full schedule, broken off after some epochs',
    options: 'none: it is in the curves of every training',
    cost: 'its share of the epochs',
    cite: 'Li et al., Hyperband, JMLR 2018',
  },
  {
    name: 'fewer_epochs',
    title: 'a shorter schedule, run to its end',
    options: '--epochs N',
    cost: 'its share of the epochs',
    cite: EcoNAS,
  },
  {
    name: 'smaller_images',
    title: 'smaller images',
    options: '--size N',
    cost: 'about the square of the ratio of the sizes',
    cite: EcoNAS,
  },
  {
    name: 'fewer_images',
    title: 'a share of the training images',
    options: '--train-images N',
    cost: 'its share of the images',
    cite: EcoNAS,
  },
  {
    name: 'fewer_channels',
    title: 'fewer channels',
    options: '--channels N',
    cost: 'between the ratio of the channels and its square',
    cite: EcoNAS,
  },
  {
    name: 'fewer_cells',
    title: 'fewer cells a stage',
    options: '--cells N',
    cost: 'about the ratio of the cells, reduction blocks aside',
    cite: 'Zoph et al., CVPR 2018',
  },
];
