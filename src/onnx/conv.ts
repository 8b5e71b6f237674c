import type { ConvAttrs, Padding } from '../graph/op.ts';
import { formatShape } from '../graph/shape.ts';
import type { Importer, Site } from './importer.ts';
import { IMAGES, images, nodeIn } from './value.ts';

/** The pairs of a window along height and width, by an attribute's name. */
export function pairOf(site: Site, name: string, otherwise: number): readonly [number, number] {
  const [y, x, ...more] = site.integers(name, [otherwise, otherwise]);
  if (y !== undefined && x !== undefined && more.length === 0 && y > 0 && x > 0) return [y, x];
  throw site.refuse(
    `its ${name} are [${site.integers(name, [])}], not two numbers above 0: images are scored`,
  );
}

/** [top, left, bottom, right]. */
export function padsOf(site: Site): Padding {
  const auto = site.text('auto_pad', 'NOTSET');
  if (auto === 'VALID') return [0, 0, 0, 0];
  if (auto !== 'NOTSET') throw site.refuse(`auto_pad ${auto} is not read: export it with explicit pads`);
  const pads = site.integers('pads', [0, 0, 0, 0]);
  if (pads.length === 4 && pads.every((width) => width >= 0)) return pads as unknown as Padding;
  throw site.refuse(`its pads are [${pads}], not four numbers of 0 or more: images are scored`);
}

export const conv: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = site.activation(0);
    const weight = site.constant(1);
    const bias = site.input(2) === undefined ? undefined : site.constant(2);
    if (x.dims.length !== 4 || weight.dims.length !== 4) {
      throw site.refuse(
        `convolves ${formatShape(x.dims)} with ${formatShape(weight.dims)}: networks of images are scored`,
      );
    }
    const groups = site.integer('group', 1);
    const [out, perGroup, height, width] = weight.dims as [number, number, number, number];
    const kernel = site.integers('kernel_shape', [height, width]);
    const fits =
      groups > 0 &&
      perGroup * groups === x.dims[1] &&
      out % groups === 0 &&
      kernel.join() === `${height},${width}` &&
      (bias === undefined || bias.dims.join() === String(out));
    if (!fits) {
      throw site.refuse(
        `its weights ${formatShape(weight.dims)} do not fit ${formatShape(x.dims)} in ${groups} group(s): export it again`,
      );
    }
    const attrs: ConvAttrs = {
      stride: pairOf(site, 'strides', 1),
      padding: padsOf(site),
      dilation: pairOf(site, 'dilations', 1),
      groups,
    };
    const names = {
      weight: site.nameOf(weight),
      ...(bias === undefined ? {} : { bias: site.nameOf(bias) }),
    };
    return images(site.net.convolution(names, nodeIn(x, IMAGES), out, [height, width], attrs));
  },
};
