import type { Engine, Feed, Program } from '../engine/engine.ts';
import { differentiate } from '../graph/differentiate.ts';
import { ancestors, Graph } from '../graph/graph.ts';
import { type BatchStatistics, type Network, NetworkBuilder, type ParameterSpec } from '../graph/network.ts';
import { EVALUATION, type NetworkMode, TRAINING } from '../graph/network-mode.ts';
import type { Node } from '../graph/op.ts';
import { crossEntropy } from '../graph/ops/log-softmax.ts';

/** Lays an architecture's network down. */
export type NetworkPlan = (builder: NetworkBuilder) => Network;

/** Extents of a batch. */
export interface BatchShape {
  readonly batch: number;
  /** Height and width, in pixels. */
  readonly size: number;
  readonly classes: number;
}

/** What a pass over a batch computes. */
export interface PassResult {
  /** Mean cross-entropy of the batch against its targets, in nats. */
  readonly loss: number;
  /** [batch, classes]. */
  readonly logits: Float64Array;
  /** By parameter, in the order of {@link TrainingProgram.parameters}. */
  readonly gradients: readonly Float64Array[];
  /** By batch normalisation, in the order of {@link TrainingProgram.norms}. */
  readonly statistics: readonly BatchMoments[];
}

/** Mean and biased variance of a batch, each [channels]. */
export interface BatchMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** A network in training mode with its gradients, compiled once for many steps. */
export interface TrainingProgram {
  readonly network: Network;
  /** Those that the loss depends on: what no path reaches has no gradient and stays as it is. */
  readonly parameters: readonly ParameterSpec[];
  /** Those that the logits depend on. */
  readonly norms: readonly BatchStatistics[];
  run(feed: Feed): PassResult;
}

export function trainingProgram(plan: NetworkPlan, shape: BatchShape, engine: Engine): TrainingProgram {
  const network = laidDown(plan, shape, TRAINING);
  const { batch, classes } = shape;
  const loss = crossEntropy(network.logits, network.images.graph.input('targets', [batch, classes]));
  const gradients = differentiate(
    loss,
    network.parameters.map(({ node }) => node),
  );
  const parameters = network.parameters.filter(({ node }) => gradients.has(node));
  const norms = reachedNorms(network);
  const outputs = new Map<string, Node>([
    ['loss', loss],
    ['logits', network.logits],
  ]);
  parameters.forEach(({ node }, i) => outputs.set(`gradient/${i}`, gradients.get(node)!));
  addMoments(norms, outputs);
  const program = engine.compile(outputs);
  return {
    network,
    parameters,
    norms,
    run(feed) {
      const values = program.run(feed);
      return {
        loss: values.get('loss')![0]!,
        logits: values.get('logits')!,
        gradients: parameters.map((_, i) => values.get(`gradient/${i}`)!),
        statistics: momentsOf(norms, values),
      };
    },
  };
}

/** The batch statistics of a network in training mode, without its gradients. */
export interface StatisticsProgram {
  readonly network: Network;
  readonly norms: readonly BatchStatistics[];
  run(feed: Feed): readonly BatchMoments[];
}

export function statisticsProgram(plan: NetworkPlan, shape: BatchShape, engine: Engine): StatisticsProgram {
  const network = laidDown(plan, shape, TRAINING);
  const norms = reachedNorms(network);
  const outputs = new Map<string, Node>();
  addMoments(norms, outputs);
  const program = outputs.size > 0 ? engine.compile(outputs) : undefined;
  return { network, norms, run: (feed) => (program ? momentsOf(norms, program.run(feed)) : []) };
}

function reachedNorms({ statistics, logits }: Network): BatchStatistics[] {
  const reached = new Set(ancestors([logits]));
  return statistics.filter(({ variance }) => reached.has(variance));
}

function addMoments(norms: readonly BatchStatistics[], outputs: Map<string, Node>): void {
  norms.forEach(({ mean, variance }, i) => {
    outputs.set(`mean/${i}`, mean);
    outputs.set(`variance/${i}`, variance);
  });
}

const momentsOf = (norms: readonly BatchStatistics[], values: Map<string, Float64Array>): BatchMoments[] =>
  norms.map((_, i) => ({ mean: values.get(`mean/${i}`)!, variance: values.get(`variance/${i}`)! }));

/** A network as it is used after training: `logits` [batch, classes] from `images`, parameters and running statistics. */
export function evaluationProgram(plan: NetworkPlan, shape: BatchShape, engine: Engine): Program {
  return engine.compile(new Map([['logits', laidDown(plan, shape, EVALUATION).logits]]));
}

function laidDown(plan: NetworkPlan, { batch, size }: BatchShape, mode: NetworkMode): Network {
  return plan(new NetworkBuilder(new Graph().input('images', [batch, size, size, 3]), mode));
}
