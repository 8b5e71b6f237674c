import { FONT, FONT_SIZE, INK, PAPER } from './style.ts';

/** What this needs to know of an element of any document model. */
export interface DrawnElement {
  readonly localName: string;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  readonly childNodes: ArrayLike<DrawnNode>;
}

interface DrawnNode {
  readonly nodeType: number;
  readonly textContent: string | null;
}

/** What stands around what Plot has drawn. */
export interface Surroundings {
  readonly above?: { readonly svg: string; readonly height: number };
  readonly axisLabels?: { readonly x: string; readonly y: string };
}

const ELEMENT = 1;
const TEXT = 3;

/** Attributes that hold lengths and coordinates. */
const GEOMETRY = new Set(
  'd transform x y x1 x2 y1 y2 dx dy r rx ry cx cy width height points stroke-width'.split(' '),
);

/** What XML forbids, and what steers the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

/**
 * A drawn `<svg>` as the text of a file of its own: with its namespace, a title, a background, coordinates to the hundredth of
 * a pixel, and ids numbered from 1, so that the text depends on nothing but what is shown. All text is escaped here.
 */
export function svgText(svg: DrawnElement, title: string, { above, axisLabels }: Surroundings = {}): string {
  const attributes = new Map(Array.from(svg.attributes, ({ name, value }) => [name, value]));
  const width = attributes.get('width') ?? '0';
  const height = Number(attributes.get('height') ?? 0) + (above?.height ?? 0);
  const ids = new Map<string, string>();
  const body = childrenText(svg, (id) => {
    const known = ids.get(id) ?? `shape-${ids.size + 1}`;
    ids.set(id, known);
    return known;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" `,
    `color="${INK}" fill="currentColor" font-family="${FONT}" font-size="${FONT_SIZE}" text-anchor="middle">`,
    `<title>${xmlText(title)}</title>`,
    `<rect class="paper" width="${width}" height="${height}" fill="${PAPER}"/>`,
    ...(axisLabels === undefined ? [] : axisTexts(axisLabels, Number(width), height)),
    above === undefined ? body : `${above.svg}<g transform="translate(0,${above.height})">${body}</g>`,
    '</svg>\n',
  ].join('');
}

/** Both labels along the middle of their axes, at the edges of the figure. */
function axisTexts(
  { x, y }: { readonly x: string; readonly y: string },
  width: number,
  height: number,
): string[] {
  return [
    `<text x="${width / 2}" y="${rounded(String(height - 4))}">${xmlText(x)}</text>`,
    `<text transform="translate(10,${rounded(String(height / 2))}) rotate(-90)">${xmlText(y)}</text>`,
  ];
}

/** Text as XML holds it, in an element or between double quotes. */
export function xmlText(text: string): string {
  return text
    .replace(UNPRINTABLE, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function childrenText(element: DrawnElement, idOf: (id: string) => string): string {
  return Array.from(element.childNodes, (node) => {
    if (node.nodeType === TEXT) return xmlText(node.textContent ?? '');
    return node.nodeType === ELEMENT ? elementText(node as DrawnNode & DrawnElement, idOf) : '';
  }).join('');
}

function elementText(element: DrawnElement, idOf: (id: string) => string): string {
  const name = element.localName;
  // Plot's style sheet says what the root's attributes say here: no viewer of SVG need know CSS.
  if (name === 'style') return '';
  const attributes = Array.from(element.attributes, ({ name, value }) => {
    const text = GEOMETRY.has(name) ? rounded(value) : referenced(name, value, idOf);
    return ` ${name}="${xmlText(text)}"`;
  }).join('');
  const body = childrenText(element, idOf);
  return body === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${body}</${name}>`;
}

function rounded(value: string): string {
  return value.replace(/-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/g, (number) =>
    String(Number(Number(number).toFixed(2)) + 0),
  );
}

/** Plot counts the ids of a whole process. */
function referenced(name: string, value: string, idOf: (id: string) => string): string {
  if (name === 'id') return idOf(value);
  return value.replace(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${idOf(id)})`);
}
