import { PAPER_FORMATS, type PaperFormat } from '../report/paper-formats.ts';
import { operationSupport, proxySupport } from '../run/support.ts';
import { oneOf } from './flags.ts';

/** `nasprobe doctor --support`: the two tables that the README holds. */
export function showSupport(format: string): void {
  const write = PAPER_FORMATS[oneOf('format', format, Object.keys(PAPER_FORMATS) as PaperFormat[])];
  process.stdout.write([operationSupport(), proxySupport()].map((table) => write(table)).join('\n'));
}
