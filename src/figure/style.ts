/** Widths at 96 pixels an inch, as SVG reckons: one column of a two-column paper (3.5 in), and a page's text (5.5 in, NeurIPS). */
export const COLUMN_WIDTH = 336;
export const PAGE_WIDTH = 528;

/** 10 px are 7.5 pt in print: the smallest text that a paper's column should hold. */
export const FONT_SIZE = 10;
/** How wide text is at most, about: faces differ, and the wide ones must not be cut. */
export function textWidth(text: string, fontSize: number = FONT_SIZE): number {
  return text.length * fontSize * 0.62;
}

export const FONT = 'Helvetica, Arial, sans-serif';

export const INK = '#1b1b1b';
export const PAPER = '#ffffff';
/** What only guides the eye: rules, references. Tells itself from ink and from paper, light or dark. */
export const GUIDE = '#8a8a8a';

/**
 * The colours of series (Okabe and Ito, 2008), told apart with any colour vision and, by their lightness, mostly in grey;
 * the yellow, too light on paper, comes last.
 */
export const SERIES = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#000000',
  '#f0e442',
] as const;

/** Shapes that tell series apart without colour, in the order of the colours. */
export const SYMBOLS = [
  'circle',
  'square',
  'triangle',
  'diamond',
  'cross',
  'star',
  'wye',
  'hexagon',
] as const;

/** Plot's names of schemes: light to dark for amounts, red over white to blue for signed shares. */
export const SEQUENTIAL = 'ylgnbu';
export const DIVERGING = 'rdbu';
