/**
 * ZIP archives as NumPy writes them: stored or deflated entries, read from the central directory.
 * Source: PKWARE APPNOTE 6.3 [pkware-zip].
 */
import { inflateSync } from 'fflate';
import { ByteReader } from './bytes.js';
import { crc32 } from './checksum.js';

const END_RECORD = 0x06054b50;
const CENTRAL_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

/**
 * Entries of an archive by name, unpacked and checked against their CRC-32.
 * @throws InvalidInput where the archive is truncated, damaged, encrypted, or larger than 4 GiB (zip64).
 */
export function readZip(bytes: Uint8Array, where: string): Map<string, Uint8Array> {
  const reader = new ByteReader(bytes, where, true);
  reader.offset = findEndRecord(reader) + 10;
  const count = reader.u16('zip end record');
  reader.offset += 4;
  reader.offset = reader.u32('zip end record');
  const entries = new Map<string, Uint8Array>();
  let packedTotal = 0;
  for (let i = 0; i < count; i++) {
    const header = new ByteReader(reader.take(46, 'zip directory entry'), where, true);
    if (header.u32('signature') !== CENTRAL_ENTRY) {
      throw reader.complaint('a zip directory entry', `other bytes at ${reader.offset - 46}`);
    }
    header.offset = 8;
    const flags = header.u16('flags');
    const method = header.u16('method');
    header.offset = 16;
    const crc = header.u32('CRC');
    const packedSize = header.u32('size');
    const size = header.u32('size');
    const lengths = [header.u16('length'), header.u16('length'), header.u16('length')] as const;
    header.offset = 42;
    const start = header.u32('offset');
    const name = new TextDecoder().decode(reader.take(lengths[0], 'zip entry name'));
    reader.take(lengths[1] + lengths[2], 'zip extra fields');

    packedTotal += packedSize;
    if (packedTotal > bytes.length) throw reader.complaint('zip entries that fit the file', `${packedTotal} bytes`);
    if ((flags & 1) !== 0) throw reader.complaint('an unencrypted zip', 'an encrypted entry');
    if (entries.has(name)) throw reader.complaint('distinct zip entry names', 'one name twice');
    const local = new ByteReader(bytes, where, true);
    local.offset = start;
    if (local.u32('zip local header') !== LOCAL_ENTRY) {
      throw reader.complaint('a zip local header', `other bytes at ${start}`);
    }
    local.offset = start + 26;
    const skip = local.u16('zip local header') + local.u16('zip local header');
    local.take(skip, 'zip local header');
    const content = unpack(local.take(packedSize, 'zip entry'), method, size, local);
    if (crc32(content) !== crc) throw reader.complaint('a zip entry that agrees with its CRC-32', 'other content');
    entries.set(name, content);
  }
  return entries;
}

/** The end record is the last 22 bytes, before a comment of at most 65535 bytes. */
function findEndRecord(reader: ByteReader): number {
  const last = reader.bytes.length - 22;
  for (let at = last; at >= Math.max(0, last - 65535); at--) {
    reader.offset = at;
    if (reader.u32('zip end record') === END_RECORD) return at;
  }
  throw reader.complaint('a complete zip archive', 'one without its end record (truncated?)');
}

function unpack(packed: Uint8Array, method: number, size: number, reader: ByteReader): Uint8Array {
  let content = packed;
  if (method === 8) {
    // The stated size is not trusted with an allocation: the output grows as it comes.
    try {
      content = inflateSync(packed);
    } catch {
      throw reader.complaint('deflated data', 'damaged data');
    }
  } else if (method !== 0) {
    throw reader.complaint('a stored or deflated zip entry', `compression method ${method}`);
  }
  if (content.length !== size) throw reader.complaint(`a zip entry of ${size} bytes`, `${content.length} bytes`);
  return content;
}
