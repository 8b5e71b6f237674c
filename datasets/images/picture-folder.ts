import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Pixels } from '../../src/formats/image/pixels.ts';
import { readJpeg } from '../../src/formats/image/read-jpeg.ts';
import { readPng } from '../../src/formats/image/read-png.ts';
import { InputError } from '../../src/input-error.ts';
import type { FoundImages, ImageLayout } from './image-layout.ts';
import { chosen, joined, type LabelledPixels } from './labelled-pixels.ts';
import { resize } from './resize.ts';

const DECODERS: Readonly<Record<string, (bytes: Uint8Array, source: string) => Pixels>> = {
  '.png': readPng,
  '.jpg': readJpeg,
  '.jpeg': readJpeg,
};
/** Bytes of one picture's file, and pictures of a folder. */
const MOST_BYTES = 2 ** 28;
const MOST_PICTURES = 1e6;
/** Where a folder is not divided, every so many-th picture of a class is for testing. */
const TEST_SHARE = 5;

interface Picture {
  readonly path: string;
  readonly label: number;
}

/**
 * Pictures in a folder a class, or such folders in `train`, `test` and perhaps `val` (or `valid`). Classes are numbered by name.
 * Pictures are cut to their middle square and brought to the size of the first one.
 */
export const pictureFolder: ImageLayout = {
  name: 'pictures (PNG, JPEG)',
  files: 'CLASS/*.png or .jpg, or train/CLASS/…, test/CLASS/…, and perhaps val/CLASS/…',
  find(path) {
    const inside = foldersIn(path);
    const divided = inside.includes('train');
    const classes = foldersIn(divided ? join(path, 'train') : path);
    const splitOf = (name: string) => picturesOf(join(path, name), classes);
    if (!divided) {
      const all = picturesOf(path, classes);
      if (all.length === 0) return undefined;
      const isTest = (_: Picture, n: number) => n % TEST_SHARE === TEST_SHARE - 1;
      const train = all.filter((picture, n) => !isTest(picture, n));
      return found(path, train, undefined, all.filter(isTest));
    }
    const train = splitOf('train');
    if (train.length === 0) return undefined;
    const name = ['val', 'valid'].find((each) => inside.includes(each));
    if (!inside.includes('test') && name === undefined) {
      throw new InputError(`images ${path}: there is a train folder and no test (or val), add it`);
    }
    const test = splitOf(inside.includes('test') ? 'test' : name!);
    return found(
      path,
      train,
      inside.includes('test') && name !== undefined ? splitOf(name) : undefined,
      test,
    );
  },
};

function found(
  path: string,
  train: readonly Picture[],
  valid: readonly Picture[] | undefined,
  test: readonly Picture[],
): FoundImages {
  let extent: number | undefined;
  const made = (pictures: readonly Picture[], what: string): LabelledPixels => {
    if (pictures.length === 0)
      throw new InputError(`images ${path}: there are no ${what} pictures, add some`);
    extent ??= extentOf(read(train[0]!.path));
    const side = extent;
    return joined(
      pictures.map((picture) => squareOf(picture, side)),
      path,
    );
  };
  return {
    files: [...train, ...(valid ?? []), ...test].map((picture) => picture.path),
    train: () => (valid ? made(train, 'training') : spread(made(train, 'training'))),
    ...(valid ? { valid: () => made(valid, 'validation') } : {}),
    test: () => made(test, 'test'),
  };
}

/** Every class in every stretch: the pictures lie class by class, and the last tenth would be of a few. */
function spread(set: LabelledPixels): LabelledPixels {
  const byClass = new Map<number, number[]>();
  set.labels.forEach((label, n) => {
    const own = byClass.get(label);
    if (own) own.push(n);
    else byClass.set(label, [n]);
  });
  const places = [...byClass.values()].flatMap((own) =>
    own.map((n, i) => [(i + 0.5) / own.length, n] as const),
  );
  return chosen(
    set,
    places.sort(([a, m], [b, n]) => a - b || m - n).map(([, n]) => n),
  );
}

const extentOf = ({ width, height }: Pixels): number => Math.min(width, height);

const foldersIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

function picturesOf(path: string, classes: readonly string[]): Picture[] {
  const stranger = foldersIn(path).find((name) => !classes.includes(name));
  if (stranger !== undefined) {
    throw new InputError(`${join(path, stranger)}: is no class of the training pictures, remove it`);
  }
  const present = foldersIn(path);
  const pictures = classes.flatMap((name, label) =>
    present.includes(name)
      ? readdirSync(join(path, name))
          .filter((file) => extname(file).toLowerCase() in DECODERS)
          .sort()
          .map((file) => ({ path: join(path, name, file), label }))
      : [],
  );
  if (pictures.length > MOST_PICTURES) {
    throw new InputError(`${path}: ${pictures.length} pictures are more than ${MOST_PICTURES}, give fewer`);
  }
  return pictures;
}

function read(path: string): Pixels {
  if (statSync(path).size > MOST_BYTES) throw new InputError(`${path}: is larger than ${MOST_BYTES} bytes`);
  return DECODERS[extname(path).toLowerCase()]!(readFileSync(path), path);
}

function squareOf({ path, label }: Picture, extent: number): LabelledPixels {
  const picture = read(path);
  const { width, height, rgb } = picture;
  const side = extentOf(picture);
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  const data = new Uint8Array(extent * extent * 3);
  for (let c = 0; c < 3; c += 1) {
    const plane = Uint8Array.from({ length: side * side }, (_, i) => {
      const [y, x] = [Math.floor(i / side) + top, (i % side) + left];
      return rgb[(y * width + x) * 3 + c]!;
    });
    resize(plane, side, extent).forEach((value, i) => {
      data[i * 3 + c] = Math.round(value);
    });
  }
  return { source: path, count: 1, extent, channels: 3, data, labels: Int32Array.of(label) };
}
