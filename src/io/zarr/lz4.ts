/** The LZ4 block format: literals and copies of earlier output. Source: *LZ4 Block Format Description* [lz4-block]. */

/**
 * The `size` bytes that a block unpacks to; undefined where it does not, because it is damaged.
 */
export function decodeLz4(block: Uint8Array, size: number): Uint8Array | undefined {
  const out = new Uint8Array(size);
  let at = 0;
  let to = 0;
  /** Lengths of 15 go on in further bytes, until one is below 255. */
  const length = (nibble: number): number => {
    let total = nibble;
    if (nibble === 15) {
      let byte = 255;
      while (byte === 255 && at < block.length) {
        byte = block[at++]!;
        total += byte;
      }
    }
    return total;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = length(token >> 4);
    if (at + literals > block.length || to + literals > size) return undefined;
    out.set(block.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at === block.length) break;
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    const copied = length(token & 15) + 4;
    if (distance === 0 || distance > to || to + copied > size) return undefined;
    // the copy may run into what it writes
    for (let i = 0; i < copied; i++) out[to + i] = out[to + i - distance]!;
    to += copied;
  }
  return to === size ? out : undefined;
}
