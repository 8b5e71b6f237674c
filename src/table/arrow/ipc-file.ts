import type { RecordBatch, Schema } from 'apache-arrow';
import type { ArrowLibrary } from './arrow-data.ts';
import { CHECKSUM_KEY, checksumOf } from './checksum.ts';

/** Where a record batch lies in a file: what the footer lists. */
export interface Block {
  readonly offset: number;
  /** Bytes of its metadata, prefix included, and of its body. */
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** Makes the parts of an Arrow IPC file, so that one can be written piece by piece. */
export interface IpcFileParts {
  /** Magic and schema message: the file's beginning. */
  readonly head: Uint8Array;
  /** A record batch message, with the checksum of its body in its metadata. */
  batch(batch: RecordBatch): { readonly bytes: Uint8Array; readonly bodyLength: number };
  /** End-of-stream mark, footer and magic: the file's end. */
  tail(blocks: readonly Block[]): Uint8Array;
}

const MAGIC = Buffer.from('ARROW1');
const END_MARK = 8;

/** The parts of a file with this schema. Its schema message is written too, which readers without a footer need. */
export async function ipcFileParts(arrow: ArrowLibrary, schema: Schema): Promise<IpcFileParts> {
  const { FileBlock, Footer } = await import('apache-arrow/ipc/metadata/file');
  const stream = (batches: readonly RecordBatch[]): Uint8Array => {
    const writer = new arrow.RecordBatchStreamWriter();
    writer.reset(undefined, schema);
    for (const batch of batches) writer.write(batch);
    return writer.finish().toUint8Array(true);
  };
  const schemaMessage = stream([]).slice(0, -END_MARK);
  const encode = (batch: RecordBatch): { bytes: Uint8Array; bodyLength: number } => {
    const bytes = stream([batch]).subarray(schemaMessage.length, -END_MARK);
    const metadataLength = 8 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
    return { bytes, bodyLength: bytes.length - metadataLength };
  };
  return {
    head: Buffer.concat([MAGIC, new Uint8Array(2), schemaMessage]),
    batch(batch) {
      // The checksum stands before the body in the file, and the body is made by the encoder: so encode twice.
      const { bytes, bodyLength } = encode(batch);
      const checksum = checksumOf(bytes.subarray(bytes.length - bodyLength));
      return encode(new arrow.RecordBatch(schema, batch.data, new Map([[CHECKSUM_KEY, checksum]])));
    },
    tail(blocks) {
      const fileBlocks = blocks.map((b) => new FileBlock(b.metadataLength, b.bodyLength, b.offset));
      const footer = Footer.encode(new Footer(schema, arrow.MetadataVersion.V5, fileBlocks, []));
      const length = Buffer.alloc(4);
      length.writeInt32LE(footer.length);
      return Buffer.concat([new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]), footer, length, MAGIC]);
    },
  };
}

/** A whole file, part by part. */
export function* ipcFileChunks(parts: IpcFileParts, batches: Iterable<RecordBatch>): Generator<Uint8Array> {
  yield parts.head;
  let offset = parts.head.length;
  const blocks: Block[] = [];
  for (const batch of batches) {
    const { bytes, bodyLength } = parts.batch(batch);
    yield bytes;
    blocks.push({ offset, metadataLength: bytes.length - bodyLength, bodyLength });
    offset += bytes.length;
  }
  yield parts.tail(blocks);
}
