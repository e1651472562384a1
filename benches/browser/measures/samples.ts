/** What is measured. */
export type Measure =
  | 'painted'
  | 'painted-slow'
  | 'interactive'
  | 'interactive-slow'
  | 'bytes'
  | 'bytes-code'
  | 'bytes-data'
  | 'frames'
  | 'gaps'
  | 'waiting'
  | 'jump'
  | 'badge'
  | 'burst'
  | 'burst-task'
  | 'answer'
  | 'memory'
  | 'memory-peak';

/** Figures of every page, collected over the rounds. */
export class Samples {
  readonly #figures = new Map<string, number[]>();

  add(measure: Measure, page: string, ...figures: number[]): void {
    if (figures.some((figure) => !Number.isFinite(figure))) throw new Error(`${measure} of ${page} is no number`);
    const key = `${measure} ${page}`;
    this.#figures.set(key, [...(this.#figures.get(key) ?? []), ...figures]);
  }

  has(measure: Measure, page: string): boolean {
    return this.#figures.has(`${measure} ${page}`);
  }

  of(measure: Measure, page: string): number[] {
    const figures = this.#figures.get(`${measure} ${page}`);
    if (!figures?.length) throw new Error(`${measure} of ${page} was not measured`);
    return figures;
  }
}

/** The figure below which this share of all figures lies; 0.5 is the median. */
export function quantile(figures: number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return below + (above - below) * (place - Math.floor(place));
}
