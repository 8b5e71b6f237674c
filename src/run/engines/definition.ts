import type { AsyncEngine, Engine } from '../../engine/engine.ts';
import type { OpName } from '../../graph/op.ts';

/** What computes, if anything does here. */
export type Availability =
  | {
      readonly available: true;
      /** The packages that compute, with their versions; none where the engine is nasprobe's own. */
      readonly packages: Readonly<Record<string, string>>;
    }
  | {
      readonly available: false;
      /** What is not here: `onnxruntime-node is not installed`. */
      readonly reason: string;
      /** The command that adds it; absent where none does on this platform. */
      readonly command?: string;
    };

/** Something that an engine can compute on. */
export interface Device {
  /** What `--device` takes. */
  readonly index: number;
  readonly name: string;
  /** In bytes, where it can be asked. */
  readonly memory?: number;
  readonly freeMemory?: number;
}

export interface OpenOptions {
  readonly deterministic: boolean;
  readonly device?: number;
  /** Told what a user should know of how this engine computes here, such as a fall-back: a sentence, no full stop. */
  readonly note: (text: string) => void;
}

/** How an operation is computed: as the engine's other work is, or by the plain loops of the reference. */
export type Support = 'own' | 'loops';

/** An engine of the command line: data, collected in `engines.ts`. */
export interface EngineDefinition {
  readonly name: string;
  /** What it is, in a few words. */
  readonly title: string;
  readonly precision: 'float32' | 'float64';
  /** Why the last bits may differ between processors even so; absent where `--deterministic` is kept. */
  readonly whyNotDeterministic?: string;
  /**
   * Absent where it computes on the thread that asks. Else its device is shared by all workers, this many unless a user
   * says otherwise and never more than `mostWorkers`, each with `inFlight` architectures under way: one that computes,
   * others that are made ready meanwhile.
   */
  readonly sharedDevice?: {
    readonly workers: number;
    readonly mostWorkers?: number;
    readonly inFlight: number;
  };
  /** Looks whether it could run here; loads nothing of it. */
  look(): Availability;
  /** What `--device` chooses among; absent where there is no choice. Undefined where they cannot be listed. */
  devices?(): readonly Device[] | undefined;
  /** Says to this process, before any thread starts, which device is meant; absent where `open` says it. */
  choose?(device: Device): void;
  /** What helps where it is installed and yet does not start. */
  readonly mend?: string;
  /** How it computes an operation; undefined where it does not. */
  supports(op: OpName): Support | undefined;
  /** Loads it. Rejects where it does not start here. */
  open(options: OpenOptions): Promise<Engine | AsyncEngine>;
}

/** Has this process use the device with this index, where the engine must be told before it opens. */
export function chooseDevice(engine: EngineDefinition, index: number | undefined): void {
  const device = engine.devices?.()?.find((candidate) => candidate.index === index);
  if (device !== undefined) engine.choose?.(device);
}
