/** How a network is trained. Plain JSON: it crosses threads and is kept in the protocol. */
export interface Recipe {
  readonly epochs: number;
  /** Images a step; what is left over at the end of an epoch is passed over. */
  readonly batch: number;
  readonly optimiser: SgdOptions;
  readonly schedule: Schedule;
  /** Share of the label that is spread evenly over all classes (Szegedy et al., CVPR 2016). */
  readonly labelSmoothing: number;
  readonly augmentation: Augmentation;
}

/** Stochastic gradient descent as PyTorch's `torch.optim.SGD` defines it, without dampening. */
export interface SgdOptions {
  readonly momentum: number;
  readonly nesterov: boolean;
  /** L2 penalty, on every parameter alike. */
  readonly weightDecay: number;
}

export interface Schedule {
  readonly shape: 'cosine' | 'step' | 'constant';
  /** The learning rate after the warm-up. */
  readonly peak: number;
  /** Epochs, whole or not, in which the rate rises from 0 to the peak, linearly. */
  readonly warmup: number;
}

export interface Augmentation {
  /** Pixels of zeros around the image, from which one of its own size is cut at random; 0 does not cut. */
  readonly crop: number;
  /** Mirrors every second image on average. */
  readonly flip: boolean;
}
