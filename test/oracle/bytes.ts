/** Writes numbers one after another, for the oracle file writers; shares no code with src/io. */
export class ByteWriter {
  readonly bytes: number[] = [];
  readonly littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.littleEndian = littleEndian;
  }

  /** `kind` is the suffix of a DataView setter, e.g. 'Int16'. */
  put(kind: Exclude<NumberKind, 'BigInt64' | 'BigUint64'>, ...values: number[]): this {
    for (const value of values) {
      const view = new DataView(new ArrayBuffer(8));
      view[`set${kind}`](0, value, this.littleEndian);
      const size = Number(/\d+/.exec(kind)![0]) / 8;
      for (let i = 0; i < size; i++) this.bytes.push(view.getUint8(i));
    }
    return this;
  }

  put64(...values: (number | bigint)[]): this {
    for (const value of values) {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigInt64(0, BigInt(value), this.littleEndian);
      for (let i = 0; i < 8; i++) this.bytes.push(view.getUint8(i));
    }
    return this;
  }

  raw(values: Iterable<number>): this {
    for (const value of values) this.bytes.push(value);
    return this;
  }

  text(value: string): this {
    return this.raw(new TextEncoder().encode(value));
  }

  pad(alignment: number): this {
    while (this.bytes.length % alignment !== 0) this.bytes.push(0);
    return this;
  }

  get done(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

type NumberKind =
  | 'Int8'
  | 'Uint8'
  | 'Int16'
  | 'Uint16'
  | 'Int32'
  | 'Uint32'
  | 'Float32'
  | 'Float64'
  | 'BigInt64'
  | 'BigUint64';
