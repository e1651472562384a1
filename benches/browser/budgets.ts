import { quantile, type Measure, type Samples } from './measures/samples';
import { PLAIN, REACT } from './peers/pages';

/** A line of the design's budgets (design §9). */
export interface Budget {
  line: string;
  /** The most that is allowed, in the measure's unit. */
  limit: (samples: Samples) => number;
  figure: (ours: number[]) => number;
}

const median = (figures: number[]): number => quantile(figures, 0.5);
const most = (figures: number[]): number => Math.max(...figures);
const fixed = (line: string, limit: number, figure: Budget['figure']): Budget => ({ line, limit: () => limit, figure });
const as = (page: string, measure: Measure): Budget => ({
  line: `not later than ${page} in the same run`,
  limit: (samples) => median(samples.of(measure, page)),
  figure: median,
});
/** Chance alone makes two equal pages differ by some percent. */
const about = (page: string, measure: Measure): Budget => ({
  line: `at most a tenth later than ${page} in the same run`,
  limit: (samples) => median(samples.of(measure, page)) * 1.1,
  figure: median,
});

export const BUDGETS: Partial<Record<Measure, Budget[]>> = {
  painted: [about(PLAIN, 'painted')],
  'painted-slow': [about(PLAIN, 'painted-slow')],
  interactive: [as(REACT, 'interactive')],
  'interactive-slow': [as(REACT, 'interactive-slow')],
  frames: [fixed('p95 17 ms', 17, (ours) => quantile(ours, 0.95))],
  gaps: [fixed('no blank row', 0, most)],
  waiting: [fixed('no blank row', 0, most)],
  jump: [fixed('50 ms', 50, median)],
  badge: [about(REACT, 'badge'), fixed('p99 8 ms', 8, (ours) => quantile(ours, 0.99))],
  burst: [fixed('20 ms', 20, median)],
  'burst-task': [fixed('no task over 50 ms', 50, most)],
  answer: [fixed('p99 25 ms', 25, (ours) => quantile(ours, 0.99))],
  memory: [fixed('120 MB', 120, most)],
};
