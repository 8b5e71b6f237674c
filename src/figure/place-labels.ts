import { textWidth } from './style.ts';

export interface Labelled {
  readonly text: string;
  /** Of the point, in pixels. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedLabel extends Labelled {
  readonly dx: number;
  readonly dy: number;
  readonly anchor: 'start' | 'end';
}

const HEIGHT = 9;
const REACH = 6;

/** Beside the point, right before left, then ever farther above and below. */
const PLACES = [0, -9, 9, -18, 18, -27, 27, -36, 36].flatMap((dy) => [
  { dx: REACH, dy, anchor: 'start' as const },
  { dx: -REACH, dy, anchor: 'end' as const },
]);

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Puts each label at the first place by its point where it hides neither another label nor a point and stays within the frame. */
export function placeLabels(
  labels: readonly Labelled[],
  fontSize: number,
  frame: { readonly left: number; readonly right: number },
): PlacedLabel[] {
  const taken: Box[] = labels.map(({ x, y }) => ({ left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 }));
  return labels.map((label) => {
    const length = textWidth(label.text, fontSize);
    const boxAt = ({ dx, dy, anchor }: (typeof PLACES)[number]): Box => {
      const left = label.x + dx - (anchor === 'end' ? length : 0);
      const top = label.y + dy - HEIGHT / 2;
      return { left, right: left + length, top, bottom: top + HEIGHT };
    };
    const free = PLACES.find((place) => {
      const box = boxAt(place);
      return (
        box.left >= frame.left && box.right <= frame.right && taken.every((other) => !overlap(box, other))
      );
    });
    const place = free ?? PLACES[0]!;
    taken.push(boxAt(place));
    return { ...label, ...place };
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
