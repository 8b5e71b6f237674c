import { ByteReader } from '../../src/formats/byte-reader.ts';
import { openTorch } from '../../src/formats/pickle/torch.ts';
import { fileAccess } from '../../src/formats/zip/read-zip.ts';
import type { OfficialFile } from './official-file.ts';

/** The pickle inside an official file of `torch.save`, at its beginning. @throws {InputError} where it is none, or inside gzip */
export function torchPickleOf(file: OfficialFile): ByteReader {
  file.requireUnpacked();
  return openTorch(fileAccess(file.path), () => new ByteReader(file.content(), file.path));
}
