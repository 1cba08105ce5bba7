/**
 * Makes `rust.parquet` and `rust-zstd.parquet` with the Rust implementation of Apache Arrow, which shares nothing with the reader:
 *
 *     npm install parquet-wasm@0.8.0 apache-arrow@21.2.0 && node make_parquet.mjs
 *
 * A long table of u(t, x) = t + x / 8 in another order of rows than t, x; one u is null; a count, a time of day and a text beside it.
 */
import { writeFileSync } from 'node:fs';
import * as arrow from 'apache-arrow';
import { Compression, Table, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm';

const rows = Array.from({ length: 12 }, (_, i) => ({ t: (i * 5) % 3, x: ((i * 7) % 4) / 2, i }));
const table = new arrow.Table({
  t: arrow.vectorFromArray(
    rows.map(({ t }) => t),
    new arrow.Int32(),
  ),
  x: arrow.vectorFromArray(
    rows.map(({ x }) => x),
    new arrow.Float32(),
  ),
  u: arrow.vectorFromArray(
    rows.map(({ t, x }) => (t === 1 && x === 1 ? null : t + x / 8)),
    new arrow.Float64(),
  ),
  count: arrow.vectorFromArray(
    rows.map(({ i }) => BigInt(i)),
    new arrow.Int64(),
  ),
  day: arrow.vectorFromArray(
    rows.map(({ i }) => new Date(86_400_000 * i)),
    new arrow.TimestampMillisecond(),
  ),
  text: arrow.vectorFromArray(
    rows.map(({ i }) => `row ${i}`),
    new arrow.Utf8(),
  ),
});
for (const [name, codec] of [
  ['rust', Compression.SNAPPY],
  ['rust-zstd', Compression.ZSTD],
]) {
  const properties = new WriterPropertiesBuilder().setCompression(codec).build();
  const wasm = Table.fromIPCStream(arrow.tableToIPC(table, 'stream'));
  writeFileSync(`${name}.parquet`, writeParquet(wasm, properties));
}
