import { quantile, type Measure, type Samples } from './measures/samples';
import { HAND_WRITTEN, PLAIN, REACT } from './peers/pages';

/** What a measure is held against. */
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
const upTo = (times: number, page: string, measure: Measure): Budget => ({
  line: `at most ${times} times ${page} in the same run`,
  limit: (samples) => median(samples.of(measure, page)) * times,
  figure: median,
});
/** Chance alone makes two equal pages differ by some percent. */
const EQUAL = 1.1;
/** What the desk paints more than the page written by hand. */
const MORE = 1.25;

export const BUDGETS: Partial<Record<Measure, Budget[]>> = {
  painted: [upTo(EQUAL, PLAIN, 'painted'), upTo(MORE, HAND_WRITTEN, 'painted')],
  'painted-slow': [upTo(EQUAL, PLAIN, 'painted-slow'), upTo(MORE, HAND_WRITTEN, 'painted-slow')],
  interactive: [as(REACT, 'interactive')],
  'interactive-slow': [as(REACT, 'interactive-slow')],
  frames: [fixed('p95 17 ms', 17, (ours) => quantile(ours, 0.95))],
  gaps: [fixed('no blank row', 0, most)],
  waiting: [fixed('no blank row', 0, most)],
  jump: [fixed('50 ms', 50, median)],
  badge: [upTo(EQUAL, REACT, 'badge'), fixed('p99 8 ms', 8, (ours) => quantile(ours, 0.99))],
  burst: [fixed('20 ms', 20, median)],
  'burst-task': [fixed('no task over 50 ms', 50, most)],
  answer: [fixed('p99 25 ms', 25, (ours) => quantile(ours, 0.99))],
  memory: [fixed('120 MB', 120, most)],
};
