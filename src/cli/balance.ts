/** `jetgraph discover FILE --target EXPR`: learns EXPR = Σ c_γ N_γ between fields, scalars or tensors, without time. */
import { type Command, Option } from 'commander';
import { declareFields, InvalidInput } from '../base/index.js';
import { type BalanceModel, discoverBalance, type JudgedBalance } from '../discovery/index.js';
import { type CanonicalGraph, degrees, graphToJson } from '../graph/index.js';
import { formatUnits, loadDataset, parseUnits, type Units, unitsProduct } from '../io/index.js';
import { candidateLibrary } from '../library/index.js';
import { graphToLatex } from '../notation/index.js';
import { type Format, readDeclared, readInteger, readNumber } from './command.js';
import { readNamedFields } from './components.js';
import { readAccuracy, readGrid, repeated } from './grids.js';
import { type LibraryFlags, libraryOptions } from './library.js';
import { normalForm } from './normalize.js';
import { note, printLine, printRows, printTable, withProgress } from './output.js';
import { latLonSpec, readSamples, unitsOf } from './samples.js';
import { readSelection, selectOption } from './select.js';

/** Options of `discover` that a balance takes. */
export interface BalanceOptions extends Partial<Omit<LibraryFlags, 'fields' | 'prefer'>> {
  readonly target?: string;
  readonly space: 'E' | 'S' | 'H';
  readonly grid?: string;
  readonly curvature?: string;
  readonly radius?: string;
  readonly fields: string;
  readonly prefer: LibraryFlags['prefer'];
  readonly function: readonly string[];
  readonly select?: string;
  readonly units?: string;
  readonly accuracy?: string;
  readonly bandLimit?: string;
  readonly maxTerms?: string;
  readonly stability?: string;
  readonly seed: string;
  readonly format: Format;
}

/** Adds the options that only a balance has. */
export const withBalanceOptions = (command: Command): Command =>
  command
    .option(
      '--target <expression>',
      'learn the balance of this operator with others instead of u_t, such as "grad(Phi)"',
    )
    .option('--vectors <names>', 'with --target: vector fields with the variables of their components, such as V=u,v')
    .option('--tensors <list>', 'with --target: tensor fields as name:symmetry[:rank]')
    .option(
      '--function <field=expression>',
      'with --target: a field as a function of the coordinates; repeat for more',
      repeated,
      [],
    )
    .addOption(selectOption())
    .addOption(
      new Option('--radius <R>', 'with --target: radius of curvature in the unit of the data').conflicts('curvature'),
    )
    .option('--units <field=unit,…>', 'with --target: units of fields that the file does not say')
    .option('--band-limit <L>', 'with --target and --accuracy spectral: the largest degree or wave number kept');

/** Options of `discover` about equations in time, by the name commander gives them. */
const aboutTime = [
  'var',
  'weak',
  'strong',
  'background',
  'search',
  'criterion',
  'proved',
  'trim',
  'noise',
  'report',
  'json',
  'holdOut',
  'confidence',
  'resamples',
];

/** Options that only a balance has. */
const aboutBalances = ['vectors', 'tensors', 'function', 'select', 'radius', 'units', 'bandLimit'];

/**
 * Refuses options that do not go with `--target`, or do not go without it.
 * @throws InvalidInput naming the option.
 */
export function checkBalanceOptions(command: Command): void {
  const given = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const flag = (name: string): string => `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
  const bad = (given('target') ? aboutTime : aboutBalances).find(given);
  if (bad !== undefined) {
    const expected = given('target') ? `no ${flag(bad)} beside --target` : `--target beside ${flag(bad)}`;
    throw new InvalidInput({ where: flag(bad), expected, got: given('target') ? flag(bad) : 'none' });
  }
}

/** `Phi=m2 s-2,f=s-1`. */
function readUnits(text: string | undefined): ReadonlyMap<string, Units> {
  const result = new Map<string, Units>();
  for (const part of text === undefined ? [] : text.split(',')) {
    const [name = '', unit = '', ...more] = part.split('=').map((piece) => piece.trim());
    const units = parseUnits(unit);
    if (name === '' || unit === '' || units === undefined || more.length > 0) {
      const expected = '--units as a list such as "Phi=m2 s-2,f=s-1"';
      throw new InvalidInput({ where: '--units', expected, got: `'${text}'` });
    }
    result.set(name, units);
  }
  return result;
}

/** The unit of an operator: that of its factors, each derivative over a metre; undefined where a unit is not known. */
function unitsOfGraph(graph: CanonicalGraph, known: ReadonlyMap<string, Units>): Units | undefined {
  const fields = graph.vertices.map((name) => known.get(name));
  if (fields.some((units) => units === undefined)) return undefined;
  const derivatives = degrees(graph).reduce((sum, degree) => sum + degree, 0);
  return unitsProduct(...fields.map((units) => [units!, 1] as const), [new Map([['m', 1]]), -derivatives]);
}

/** Bounds of the library where none are given: two factors, one derivative each, oriented operators too. */
const libraryDefaults = { edges: '0..1', maxDegree: '2', maxOrder: '1', group: 'SO' } as const;

const percent = (x: number): string => `${(100 * x).toFixed(2)}%`;

/** Learns the balance and prints it. */
export async function learnBalance(files: readonly string[], options: BalanceOptions): Promise<0> {
  const [file, ...more] = files;
  if (file === undefined || more.length > 0) {
    throw new InvalidInput({ where: 'files', expected: 'one file with --target', got: String(files.length) });
  }
  const { space, radius } = options;
  const dim = options.dim ?? '2';
  const size = radius === undefined ? undefined : readNumber('--radius', radius);
  if (size !== undefined && (space === 'E' || !(size > 0))) {
    const expected = '--radius above 0 of a curved space';
    throw new InvalidInput({ where: '--radius', expected, got: space === 'E' ? 'space E' : `'${radius}'` });
  }
  const curvature = size === undefined ? options.curvature : String((space === 'S' ? 1 : -1) / size ** 2);
  const spec = options.grid ?? (space === 'S' ? await latLonSpec(file) : undefined);
  if (spec === undefined) {
    throw new InvalidInput({ where: '--grid', expected: 'a grid with --target', got: 'none' });
  }
  const grid = readGrid({ space, dim, grid: spec, ...(curvature !== undefined && { curvature }) });
  const { dimension } = grid.space;

  const scalars = readNamedFields('--fields', options.fields, 1);
  const vectors = readNamedFields('--vectors', options.vectors ?? '', dimension);
  const names = (list: readonly { readonly name: string }[]): string => list.map(({ name }) => name).join(',');
  const flags = {
    fields: names(scalars),
    ...(vectors.length > 0 && { vectors: names(vectors) }),
    ...(options.tensors !== undefined && { tensors: options.tensors }),
  };
  const declared = declareFields('--fields', readDeclared(flags));
  const target = normalForm(options.target!, { ...flags, dim, curvature: String(grid.space.kappa) });
  const onLeft = new Set([...target.terms.values()].flatMap(({ graph }) => graph.vertices));
  const kept = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
    list.filter(({ name }) => !onLeft.has(name));
  const tensors = (options.tensors ?? '').split(',').filter((part) => part !== '' && !onLeft.has(part.split(':')[0]!));
  if (declared.fields.every((name) => onLeft.has(name))) {
    const expected = 'fields beside those of the target, for the other side';
    throw new InvalidInput({ where: '--target', expected, got: `only ${declared.fields.join(', ')}` });
  }
  const { edges, maxDegree, maxOrder, group } = options;
  const given = Object.fromEntries(Object.entries({ edges, maxDegree, maxOrder, group }).filter(([, v]) => v));
  const bounds = libraryOptions({
    ...libraryDefaults,
    ...given,
    prefer: options.prefer,
    dim,
    rank: String(target.rank),
  });
  const library = candidateLibrary({
    ...bounds,
    ...readDeclared({ ...(tensors.length > 0 && { tensors: tensors.join(',') }) }),
    fields: kept(scalars).map(({ name }) => name),
    vectors: kept(vectors).map(({ name }) => name),
  });

  const known = new Map([...scalars, ...vectors].map((field) => [field.name, field.variables]));
  const fields = declared.fields.map((name) => ({
    name,
    variables: known.get(name) ?? [],
    rank: declared.tensors[name]?.rank ?? 0,
  }));
  const selection = readSelection(options.select);
  const samples = await readSamples({ file, grid, fields, functions: options.function, selection });
  const units = new Map([...unitsOf(await loadDataset(file), fields), ...readUnits(options.units)]);
  const found = await withProgress('learning', (progress) =>
    discoverBalance({
      ...{ grid, target, library, samples: samples.map((sample) => sample.fields), onProgress: progress },
      ...readAccuracy(options, 6),
      seed: readInteger('--seed', options.seed, 0),
      ...(options.maxTerms !== undefined && { maxTerms: readInteger('--max-terms', options.maxTerms, 1) }),
      ...(options.stability !== undefined && { stabilityPairs: readInteger('--stability', options.stability, 1) }),
    }),
  );
  if (options.grid === undefined) note(`grid ${grid.spec}, from the coordinates in the file`);

  const left = [...target.terms.values()].map(({ graph }) => unitsOfGraph(graph, units))[0];
  const unitOf = (graph: CanonicalGraph): string => {
    const own = unitsOfGraph(graph, units);
    return own === undefined || left === undefined ? '?' : formatUnits(unitsProduct([left, 1], [own, -1]));
  };
  const modelJson = ({ terms, ...rest }: JudgedBalance): object => ({
    terms: terms.map(({ graph, coefficient, stderr, share }) => ({
      ...{ coefficient, stderr, share, unit: unitOf(graph), graph: graphToJson(graph) },
    })),
    residual: rest.residual,
    crossValidation: rest.crossValidation,
    ...(rest.transfer !== undefined && { transfer: rest.transfer }),
    discretisation: rest.discretisation,
    evidence: rest.evidence,
    condition: rest.condition,
  });
  const json = {
    target: options.target!,
    ...modelJson(found),
    stability: found.stability,
    alternatives: found.alternatives.map(modelJson),
    nearRelations: found.nearRelations,
    candidates: library.length,
    samples: samples.map(({ places }) => places),
    rows: found.rows,
    regions: found.regions,
  };
  const text = (): void => {
    printLine(`${options.target} = ${rightSide(found)}`);
    printTable(
      ['coefficient', 'stderr', 'unit', 'share', 'operator', 'LaTeX'],
      found.terms.map(({ coefficient, stderr, share, graph }) => [
        ...[coefficient.toPrecision(5), stderr.toPrecision(2), unitOf(graph), percent(share)],
        ...[graph.key, graphToLatex(graph, { dimension })],
      ]),
    );
    const transfer = found.transfer === undefined ? '' : `, ${percent(found.transfer)} on samples left out`;
    printLine(
      `relative residual ${percent(found.residual)}, ${percent(found.crossValidation.error)} on regions left out${transfer}`,
    );
    printLine(
      `${library.length} candidates, ${samples.length} ${samples.length === 1 ? 'sample' : 'samples'}, ${found.rows} rows in ${found.regions} regions; the best of each size:`,
    );
    const all = [found, ...found.alternatives].sort((a, b) => a.terms.length - b.terms.length);
    printTable(
      ['terms', 'left out', 'evidence', 'model'],
      all.map((model) => [
        ...[model.terms.length, percent(model.crossValidation.error), model.evidence.toFixed(2), rightSide(model)],
      ]),
    );
  };
  printRows(options.format, [json], text, json);
  return 0;
}

/** `0.98710 eps_ab V_b f - 0.92040 V_a;b V_b`. */
function rightSide({ terms }: BalanceModel): string {
  const parts = terms.map(({ coefficient, key }, i) => {
    const sign = coefficient < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
    return `${sign}${Math.abs(coefficient).toPrecision(4)} ${key}`;
  });
  return parts.join('') || '0';
}
