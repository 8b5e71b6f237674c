export { type Merge, mergeTables } from './merge-tables.ts';
export { outcomesOf, scoreColumns } from './outcomes-of.ts';
export { PROTOCOL_KEY, type Protocol, protocolDifference, protocolOf } from './protocol.ts';
export { readTable } from './read-table.ts';
export { lockOutput } from './score-lock.ts';
export type { ScoreRow } from './score-rows.ts';
export { openScoreFile, type ScoreFile, type ScoreFileOptions } from './score-writer.ts';
export {
  type Column,
  findColumn,
  type ListColumn,
  type NumberColumn,
  type Table,
  type TextColumn,
} from './table.ts';
export { writeTable } from './write-table.ts';
