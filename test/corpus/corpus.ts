/** The identities of docs/identities/, read from the fenced blocks of its pages; docs/identities/README.md says how. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type GraphSum, type NormalizeOptions, normalize } from '../../src/algebra/index.js';
import type { TensorType } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { type Expression, type ParseOptions, parse } from '../../src/expression/index.js';

export interface Identity {
  readonly name: string;
  readonly page: string;
  /** Scalar, vector and tensor fields. */
  readonly declared: ParseOptions;
  readonly dimensions: 'all' | readonly number[];
  /** The value of κ for which it holds; undefined for all. */
  readonly curvature: Rational | undefined;
  readonly left: string;
  readonly right: string;
  /** A right side that makes the statement false. */
  readonly miss: string | undefined;
  /** Keys of docs/references.bib. */
  readonly sources: readonly string[];
}

const folder = fileURLToPath(new URL('../../docs/identities/', import.meta.url));
const keys = ['fields', 'vectors', 'tensors', 'dimensions', 'curvature', 'left', 'right', 'false', 'source'];
const list = (text: string, separator: string): string[] => text.split(separator).map((part) => part.trim());

/** `h:symmetric`, a tensor field of rank 2. */
function readTensor(text: string): readonly [string, TensorType] {
  const [name, symmetry] = list(text, ':');
  return [name!, { rank: 2, symmetry: symmetry as TensorType['symmetry'] }];
}

/** One block, the text between the fences: a line `key: value` for each key, in the order of `keys`. */
export function readBlock(name: string, page: string, block: string): Identity {
  const lines = list(block.trim(), '\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const entry = new Map(lines);
  const places = lines.map(([key]) => keys.indexOf(key));
  const [left, right, source] = ['left', 'right', 'source'].map((key) => entry.get(key));
  if (places.some((place, i) => place <= (places[i - 1] ?? -1)) || !left || !right || !source) {
    throw new Error(`${page}, ${name}: expected lines '${keys.join(': … / ')}: …', left, right and source among them`);
  }
  const [fields, vectors, tensors] = ['fields', 'vectors', 'tensors'].map((key) => entry.get(key));
  const [dimensions, curvature] = [entry.get('dimensions'), entry.get('curvature')];
  return {
    name,
    page,
    declared: {
      ...(fields !== undefined && { fields: list(fields, ',') }),
      ...(vectors !== undefined && { vectors: list(vectors, ',') }),
      ...(tensors !== undefined && { tensors: Object.fromEntries(list(tensors, ',').map(readTensor)) }),
    },
    dimensions: dimensions === undefined ? 'all' : list(dimensions, ',').map(Number),
    curvature: curvature === undefined ? undefined : Rational.parse(curvature),
    left,
    right,
    miss: entry.get('false'),
    sources: list(source, ';').map((text) => text.split(' ')[0]!),
  };
}

export const pages = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .sort();

export const readPage = (page: string): string => readFileSync(`${folder}${page}`, 'utf8');

/** All identities, by page. */
export const corpus: readonly Identity[] = pages.flatMap((page) =>
  [...readPage(page).matchAll(/^## (.+)\n(?:(?!^## )[\s\S])*?^```identity\n([\s\S]*?)^```$/gm)].map(([, name, block]) =>
    readBlock(name!, page, block!),
  ),
);

export const parseSide = ({ declared }: Identity, text: string): Expression => parse(text, declared);

/** The normal form of left minus right, as the command `equal` takes it. */
export function difference(identity: Identity, right: string, options: NormalizeOptions = {}): GraphSum {
  const [a, b] = [identity.left, right].map((text) => normalize(parseSide(identity, text), options));
  return a!.minus(b!);
}

/** Whether a text has the volume form, which is at home in one dimension only. */
export const isOriented = (text: string): boolean => /\b(bracket|rot|cross|curl)\(/.test(text);

/** Whether a text has a function that needs a dimension. */
export const needsDimension = (text: string): boolean => /\bdet\(/.test(text) || isOriented(text);
