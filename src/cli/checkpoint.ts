/**
 * Checkpoints of `solve` as NPZ: what has been recorded (`t`, `values`, monitors), the state to go on from, and the problem it
 * belongs to, as text.
 */
import { existsSync } from 'node:fs';
import { InvalidInput } from '../base/index.js';
import { type Dataset, encodeNpz, readDataset, type WritableArray, writeFileAtomic } from '../io/index.js';
import type { Checkpoint } from '../solve/index.js';

const counters = ['time', 'step', 'error', 'accepted', 'rejected', 'evaluations'] as const;

const textArray = (name: string, text: string): WritableArray => {
  const data = Float64Array.from(new TextEncoder().encode(text));
  return { name, shape: [data.length], data };
};

/** Writes a checkpoint, all or nothing. `problem` must be given again to read it. */
export function writeCheckpoint(path: string, problem: string, checkpoint: Checkpoint): void {
  const { state, times, values, monitors } = checkpoint;
  const names = Object.keys(monitors);
  const size = values[0]?.length ?? 0;
  const all = new Float64Array(values.length * size);
  values.forEach((array, k) => {
    all.set(array, k * size);
  });
  const content = encodeNpz([
    textArray('problem', problem),
    { name: 't', shape: [times.length], data: Float64Array.from(times) },
    { name: 'values', shape: [values.length, size], data: all },
    { name: 'state', shape: [state.length], data: state },
    { name: 'counters', shape: [counters.length], data: Float64Array.from(counters, (name) => checkpoint[name]) },
    textArray('monitor_names', names.join('\n')),
    {
      name: 'monitors',
      shape: [names.length, times.length],
      data: Float64Array.from(names.flatMap((name) => [...monitors[name]!])),
    },
  ]);
  writeFileAtomic(path, content);
}

/** Names what differs between the problem that is asked for and the one of the file. */
function refuseOther(path: string, problem: string, found: string): void {
  const [wanted, had]: readonly Record<string, unknown>[] = [problem, found].map((text) => JSON.parse(text));
  const differing = [...new Set([wanted, had].flatMap((one) => Object.keys(one!)))].filter(
    (name) => JSON.stringify(wanted![name]) !== JSON.stringify(had![name]),
  );
  if (differing.length === 0) return;
  const said = (one: Record<string, unknown>): string =>
    differing.map((name) => `${name} ${JSON.stringify(one[name]) ?? 'none'}`).join(', ');
  throw new InvalidInput({
    where: '--resume',
    expected: `a checkpoint of the same problem, with ${said(wanted!)}`,
    got: `${said(had!)} in ${path}`,
  });
}

/**
 * Reads a checkpoint of the given problem.
 * @throws InvalidInput where the file is none, or of another problem.
 */
export function readCheckpoint(path: string, problem: string): Checkpoint {
  const where = '--resume';
  if (!existsSync(path)) throw new InvalidInput({ where, expected: 'a checkpoint', got: `no file '${path}'` });
  const dataset: Dataset = readDataset(path);
  const numbers = (name: string): Float64Array => {
    const array = dataset.variables.get(name);
    if (array !== undefined) return array.data;
    throw new InvalidInput({ where, expected: 'a file that --checkpoint wrote', got: `'${path}' without '${name}'` });
  };
  const text = (name: string): string => new TextDecoder().decode(Uint8Array.from(numbers(name)));
  refuseOther(path, problem, text('problem'));
  const times = [...numbers('t')];
  const values = numbers('values');
  const size = values.length / times.length;
  const monitors = numbers('monitors');
  const names = text('monitor_names').split('\n');
  const count = Object.fromEntries(counters.map((name, k) => [name, numbers('counters')[k]!])) as Record<
    (typeof counters)[number],
    number
  >;
  return {
    ...count,
    state: numbers('state'),
    times,
    values: times.map((_, k) => values.slice(k * size, (k + 1) * size)),
    monitors: Object.fromEntries(
      names.map((name, k) => [name, [...monitors.subarray(k * times.length, (k + 1) * times.length)]]),
    ),
  };
}
