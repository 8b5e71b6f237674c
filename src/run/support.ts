import { PROXIES } from '../../proxies/index.ts';
import { Quantities } from '../../proxies/quantities.ts';
import { ancestors } from '../graph/graph.ts';
import type { OpName } from '../graph/op.ts';
import { OPS } from '../graph/ops/index.ts';
import type { PaperTable } from '../report/paper-table.ts';
import { SPACES } from '../spaces/index.ts';
import type { Space } from '../spaces/space.ts';
import type { EngineDefinition, Support } from './engines/definition.ts';
import { ENGINE_DEFINITIONS } from './engines.ts';

const SIGN: Readonly<Record<Support, string>> = { own: '✓', loops: 'loops' };
const NONE = '–';

/** Which engine computes which operation of the graph. */
export function operationSupport(engines: readonly EngineDefinition[] = ENGINE_DEFINITIONS): PaperTable {
  return {
    caption: 'Operations and engines',
    stub: 'operation',
    columns: engines.map(({ name }) => ({ title: name })),
    groups: [
      {
        rows: (Object.keys(OPS) as OpName[]).map((op) => ({
          name: op,
          cells: engines.map((engine) => {
            const support = engine.supports(op);
            return { value: support === undefined ? NONE : SIGN[support] };
          }),
        })),
      },
    ],
    notes: [
      "loops: by the reference's plain loops, for which the values leave the engine; where a GPU provider lacks an operator, ONNX Runtime has the processor compute it, and nasprobe says so",
    ],
  };
}

/** Architectures of a space whose operations stand for the space's. */
const SAMPLED = 2;
const BATCH = 4;

/** Which engines compute which proxy in which space: every operation of its graphs. */
export function proxySupport(
  spaces: readonly Space[] = SPACES,
  engines: readonly EngineDefinition[] = ENGINE_DEFINITIONS,
): PaperTable {
  const asked = spaces.map((space) => operationsOf(space));
  return {
    caption: 'Proxies, engines and spaces',
    stub: 'proxy',
    columns: spaces.map(({ id }) => ({ title: id })),
    groups: [
      {
        rows: PROXIES.map(({ name }) => ({
          name,
          cells: asked.map((byProxy) => ({ value: enginesFor(byProxy.get(name), engines) })),
        })),
      },
    ],
    notes: [
      `all: ${engines.map(({ name }) => name).join(', ')}; by the operations of the graphs of ${SAMPLED} architectures a space`,
    ],
  };
}

/** Undefined where the proxy cannot be laid down. */
type Operations = ReadonlySet<OpName> | undefined;

function enginesFor(operations: Operations, engines: readonly EngineDefinition[]): string {
  if (operations === undefined) return NONE;
  const able = engines.filter((engine) => [...operations].every((op) => engine.supports(op) !== undefined));
  if (able.length === engines.length) return 'all';
  return able.length === 0 ? NONE : able.map(({ name }) => name).join(', ');
}

/** The operations that each proxy asks for in this space. */
function operationsOf(space: Space): Map<string, Operations> {
  const archs = space.sample(SAMPLED, 0);
  const { size, classes } = space.defaults;
  const byProxy = new Map<string, Operations>(PROXIES.map(({ name }) => [name, new Set<OpName>()]));
  for (const arch of archs) {
    const quantities = new Quantities((net) => space.build(arch, space.defaults, net), {
      batch: BATCH,
      size,
      classes,
    });
    for (const proxy of PROXIES) {
      if ('count' in proxy) continue;
      const seen = byProxy.get(proxy.name);
      if (seen === undefined) continue;
      try {
        const nodes = ancestors(Object.values(proxy.build(quantities)));
        byProxy.set(proxy.name, new Set([...seen, ...nodes.map(({ op }) => op)]));
      } catch {
        byProxy.set(proxy.name, undefined);
      }
    }
  }
  return byProxy;
}
