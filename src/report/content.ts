/** What a report is made from, and what it says. */
import type { Trajectory } from '../discovery/index.js';
import type { Grid } from '../grid/index.js';
import type { Forecast } from './forecast.js';
import type { EquationJson, LearnedSystem, Provenance } from './model.js';
import type { FieldResiduals, Residuals } from './residuals.js';
import type { Symmetry } from './symmetry.js';

/** What is reported on. */
export interface DiscoveryReportRequest {
  /** What `discoverWeak` or `discoverEquation` found. */
  readonly found: LearnedSystem;
  readonly provenance: Provenance;
  readonly grid: Grid;
  /** One run, with the snapshots held out at its end. */
  readonly run: Trajectory;
  /** How many snapshots at the end were not learned from; 0 makes the simulation start in the last fifth of the data learned from. */
  readonly heldOut: number;
  /** Fields that are given and have no equation of their own. */
  readonly background?: readonly string[];
  /** Probability of the intervals; default 0.95. */
  readonly confidence?: number;
  /** Where the data come from, in a word or two. */
  readonly source?: string;
  /** How to learn the equation again, as a line for a terminal. */
  readonly command?: string;
  readonly seed?: number;
  /** Size of maps of curved spaces, in pixels across; default 700. */
  readonly pixels?: number;
  readonly onProgress?: (fraction: number, step: string) => void;
  /** Stops between the steps of the simulation. */
  readonly signal?: AbortSignal;
}

/** The content of a report; numbers that are not finite become null when it is written as text. */
export interface ReportJson extends Provenance {
  readonly source?: string;
  readonly command?: string;
  readonly data: {
    readonly grid: string;
    readonly space: { readonly kind: 'E' | 'S' | 'H'; readonly dimension: number; readonly kappa: number };
    readonly nodes: number;
    readonly snapshots: number;
    readonly from: number;
    readonly to: number;
    readonly background: readonly string[];
    /** Estimated standard deviation of the noise on each field. */
    readonly noise: Readonly<Record<string, number>>;
  };
  /** Snapshots that were not learned from, and the first of their times; absent where there are none. */
  readonly heldOut?: { readonly snapshots: number; readonly from: number };
  readonly rows: number;
  readonly condition: number;
  readonly confidence: number;
  readonly equations: readonly (EquationJson & { readonly field: string; readonly latex: string })[];
  readonly nearRelations: LearnedSystem['nearRelations'];
  readonly residuals: {
    readonly times: readonly number[];
    readonly fields: Readonly<
      Record<
        string,
        Omit<FieldResiduals, 'maps'> & {
          readonly maps: readonly { readonly time: number; readonly values: readonly number[] }[];
        }
      >
    >;
  };
  readonly forecast: Omit<Forecast, 'values'> & {
    /** The simulation at the last time reached. */
    readonly last: Readonly<Record<string, readonly number[]>>;
  };
  readonly symmetry: Symmetry;
}

/** What the sections of the page are made from. */
export interface ReportContent {
  readonly request: DiscoveryReportRequest;
  readonly json: ReportJson;
  readonly residuals: Residuals;
  readonly forecast: Forecast;
  /** Snapshots at the end that the simulation is compared with. */
  readonly compared: number;
}
