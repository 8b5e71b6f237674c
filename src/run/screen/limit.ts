import { InputError } from '../../input-error.ts';

/** A condition that an architecture must meet to be a candidate at all. */
export interface Limit {
  readonly name: string;
  readonly end: 'most' | 'least';
  readonly value: number;
}

/** Reads `NAME=NUMBER,…`. @throws InputError naming the option and what it takes */
export function parseLimits(option: string, end: Limit['end'], text: string): Limit[] {
  return text.split(',').map((part) => {
    const [name = '', number = '', ...rest] = part.split('=').map((piece) => piece.trim());
    const value = number === '' ? Number.NaN : Number(number);
    if (name === '' || rest.length > 0 || !Number.isFinite(value))
      throw new InputError(
        `--${option} ${JSON.stringify(text)}: write NAME=NUMBER,…, such as params=1e6,flops=2e8`,
      );
    return { name, end, value };
  });
}

/** False for NaN too: what is not known to meet a limit does not. */
export function meets({ end, value }: Limit, actual: number): boolean {
  return end === 'most' ? actual <= value : actual >= value;
}

/** Such as `params <= 1000000`. */
export function limitText({ name, end, value }: Limit): string {
  return `${name} ${end === 'most' ? '<=' : '>='} ${value}`;
}
