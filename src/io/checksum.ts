/**
 * The check sums of ZIP and PNG (CRC-32, RFC 1952 section 8), of Zarr (CRC-32C, RFC 3720 appendix B.4) and of zlib streams (Adler-32,
 * RFC 1950 section 9).
 */

/** The cyclic redundancy check of a polynomial, its bits reversed. */
function cyclicCheck(polynomial: number): (bytes: Uint8Array) => number {
  const table: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
    let c = byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? polynomial ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  return (bytes) => {
    let c = 0xffffffff;
    for (const byte of bytes) c = table[(c ^ byte) & 255]! ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
}

/** CRC-32 of the bytes, unsigned. `crc32(utf8('123456789'))` is 0xcbf43926. */
export const crc32 = cyclicCheck(0xedb88320);

/** CRC-32C (Castagnoli) of the bytes, unsigned. `crc32c(utf8('123456789'))` is 0xe3069283. */
export const crc32c = cyclicCheck(0x82f63b78);

/** Adler-32 of the bytes, unsigned. `adler32(utf8('Wikipedia'))` is 0x11e60398. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let start = 0; start < bytes.length; start += 3800) {
    // 3800 additions of at most 65520 + 255·k stay exact in 31 bits, so one reduction for each block is enough.
    const end = Math.min(bytes.length, start + 3800);
    for (let i = start; i < end; i++) {
      a += bytes[i]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
