export { drawn } from './drawn.ts';
export { type RandomStream, randomStream } from './stream.ts';
export { threefry2x32 } from './threefry.ts';
