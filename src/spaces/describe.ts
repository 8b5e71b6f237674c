import type { Description, Fact } from './description.ts';
import type { Skeleton, Space } from './space.ts';

/** An architecture for a reader: this drawing of it, and what any space with closed forms knows. */
export function describeBy(
  space: Space,
  arch: string,
  skeleton: Skeleton,
  drawing: readonly string[],
): Description {
  const index = space.indexOf(arch);
  const canonical = space.canonical(arch);
  const connected = space.isConnected?.(arch) ?? true;
  const neighbours = space.neighbours(arch).length;
  return {
    drawing,
    facts: [
      ...(index < 0
        ? []
        : [{ key: 'index', label: 'index', value: index, text: `${index} (of 0 to ${space.size - 1})` }]),
      {
        key: 'canonical',
        label: 'canonical form',
        value: canonical,
        text: canonical === arch ? 'this one' : canonical,
      },
      {
        key: 'connected',
        label: 'connected',
        value: connected,
        text: connected ? 'yes' : 'no: nothing of the image reaches the output',
      },
      {
        key: 'neighbours',
        label: 'neighbours',
        value: neighbours,
        text: `${neighbours}, each one edit away`,
      },
      ...costs(space, arch, skeleton),
    ],
  };
}

function costs(space: Space, arch: string, skeleton: Skeleton): Fact[] {
  const { params, macs } = space.closedForms?.prepare(skeleton)(arch) ?? {};
  const { size } = skeleton;
  const million = (value: number) => `${(value / 1e6).toFixed(3)} M for one ${size}x${size} image`;
  return [
    ...(params === undefined
      ? []
      : [{ key: 'params', label: 'parameters', value: params, text: params.toLocaleString('en-US') }]),
    ...(macs === undefined ? [] : [{ key: 'macs', label: 'MACs', value: macs, text: million(macs) }]),
  ];
}
