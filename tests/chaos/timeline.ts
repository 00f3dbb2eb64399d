/** A broken promise, with what has to be known to look for its cause. */
export interface Violation {
  /** Seconds since the show began. */
  atS: number;
  what: string;
  evidence: string;
}

/** One fault, and what the promises allow meanwhile. */
export interface FaultTime {
  name: string;
  row: string;
  fromS: number;
  /** Infinity while it lasts. */
  toS: number;
  /** What the healthy output may be without, ms: bytes on its line; pictures by their times. */
  silenceMs: number;
  stepMs: number;
}

/** What happened when, printed as it happens, in seconds since the show began. */
export class Timeline {
  readonly faults: FaultTime[] = [];
  readonly #violations: Violation[] = [];
  readonly #began = performance.now();

  /**
   * @param patience what bounds of real time are multiplied by, on a machine with other work; 1 for the
   * tables' own
   */
  constructor(
    private readonly print: (line: string) => void,
    readonly patience = 1,
  ) {}

  nowS(): number {
    return (performance.now() - this.#began) / 1000;
  }

  say(text: string): void {
    this.print(`${clock(this.nowS())}  ${text}`);
  }

  begin(fault: Pick<FaultTime, 'name' | 'row' | 'silenceMs' | 'stepMs'>, says: string): FaultTime {
    const time = { ...fault, fromS: this.nowS(), toS: Infinity };
    this.faults.push(time);
    this.say(`${fault.row.padEnd(4)} ${fault.name}${says ? `: ${says}` : ''}`);
    return time;
  }

  violate(violation: Violation): void {
    this.#violations.push(violation);
    this.say(`VIOLATION  ${lineOf(violation, this.faultAt(violation.atS))}`);
  }

  /** The fault that was under way or the last one before. */
  faultAt(atS: number): FaultTime | null {
    return this.faults.filter(({ fromS }) => fromS <= atS + SKEW_S).at(-1) ?? null;
  }

  /** One line each, in the order of their times. */
  violations(): string[] {
    return this.#violations
      .sort((a, b) => a.atS - b.atS)
      .map((violation) => lineOf(violation, this.faultAt(violation.atS)));
  }
}

/** The times of pictures are known to about so much. */
export const SKEW_S = 2;

function lineOf({ atS, what, evidence }: Violation, fault: FaultTime | null): string {
  const cause = fault ? `${fault.row} ${fault.name} at ${clock(fault.fromS)}` : 'no fault yet';
  return `at ${clock(atS)}, after ${cause}: ${what} (${evidence})`;
}

export function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${String(minutes).padStart(2, '0')}:${(seconds - minutes * 60).toFixed(1).padStart(4, '0')}`;
}
