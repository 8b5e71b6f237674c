import { FunctionWriter, type Local } from './assembler.ts';
import { I32 } from './opcodes.ts';

/**
 * A function (address, images, image, head, gapAt, gap, gaps, row, tailAt, tail) that writes zeros into every image, in
 * bytes: `head` at its beginning, `gap` at `gaps` places that begin at `gapAt` and lie `row` apart, `tail` from `tailAt` on.
 */
export function borderKernel(): FunctionWriter {
  const f = new FunctionWriter(10);
  const [address, images, image, head, gapAt, gap, gaps, row, tailAt, tail] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const [n, y, at, position, whole] = f.locals(I32, 5);
  const place = () => f.get(at).get(position).op('i32Add');
  const zeros = (bytes: Local) => {
    f.get(bytes).i32(-16).op('i32And').set(whole);
    f.loop(
      position,
      () => f.get(whole),
      16,
      () => place().splat(0).mem('v128Store'),
    );
    f.continueLoop(
      position,
      () => f.get(bytes),
      4,
      () => place().i32(0).mem('i32Store'),
    );
  };
  f.loop(
    n,
    () => f.get(images),
    1,
    () => {
      f.get(address).set(at);
      zeros(head);
      f.get(address).get(gapAt).op('i32Add').set(at);
      f.loop(
        y,
        () => f.get(gaps),
        1,
        () => {
          zeros(gap);
          f.get(at).get(row).op('i32Add').set(at);
        },
      );
      f.get(address).get(tailAt).op('i32Add').set(at);
      zeros(tail);
      f.get(address).get(image).op('i32Add').set(address);
    },
  );
  return f;
}
