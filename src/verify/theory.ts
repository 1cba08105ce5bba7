/** How many graphs and independent operators a block has, by theory. */
import { type Block, GraphCounter, OperatorCounter } from './counts.js';

/** Blocks with more derivatives are not counted: the slowest of this size take about a second. */
const mostDerivatives = 24;

const derivatives = ({ kinds }: Block): number => kinds.reduce((sum, { degree, count }) => sum + degree * count, 0);

/** Numbers by theory. */
export class Theory {
  readonly #graphs = new GraphCounter();
  readonly #operators = new Map<string, OperatorCounter>();

  /** Undefined if the block is too large. */
  count(block: Block, dimension: number): { readonly graphs: number; readonly independent: number } | undefined {
    const degree = derivatives(block);
    if (degree > mostDerivatives) return undefined;
    const name = `${dimension} ${degree}`;
    const operators = this.#operators.get(name) ?? new OperatorCounter(dimension, degree);
    this.#operators.set(name, operators);
    const graphs = this.#graphs.count(block);
    const independent = operators.count(block, graphs);
    return independent === undefined ? undefined : { graphs: Number(graphs), independent };
  }
}
