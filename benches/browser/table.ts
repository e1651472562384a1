import { BUDGETS } from './budgets';
import { quantile, type Measure, type Samples } from './measures/samples';

interface Block {
  title: string;
  unit: string;
  digits: number;
}

/** What is printed, in this order. */
const BLOCKS: Record<Measure, Block> = {
  painted: { title: 'First orders painted', unit: 'ms', digits: 0 },
  'painted-slow': { title: 'First orders painted, processor 4× slower', unit: 'ms', digits: 0 },
  interactive: { title: 'Interactive: a press on a tick box is answered', unit: 'ms', digits: 0 },
  'interactive-slow': { title: 'Interactive, processor 4× slower', unit: 'ms', digits: 0 },
  bytes: { title: 'Transferred by a first visit', unit: 'KB', digits: 1 },
  'bytes-code': { title: 'Of which scripts, wasm and styles', unit: 'KB', digits: 1 },
  'bytes-data': { title: 'Of which documents and rows', unit: 'KB', digits: 1 },
  frames: { title: 'Scrolling at 20,000 px/s for 3 s: time per frame', unit: 'ms', digits: 1 },
  gaps: { title: 'Scrolling: frames with no row in the middle of the screen', unit: '%', digits: 1 },
  waiting: { title: 'Scrolling: frames with a row there that waits for its order', unit: '%', digits: 1 },
  jump: { title: 'Jump to the last order', unit: 'ms', digits: 1 },
  badge: { title: 'One badge event: sent → in the DOM', unit: 'ms', digits: 2 },
  burst: { title: '1,000 badge events at once: sent → the last badge on screen', unit: 'ms', digits: 1 },
  'burst-task': { title: 'The same: longest task over 50 ms (0: none)', unit: 'ms', digits: 0 },
  answer: { title: '与信を実行: NP has answered → the badge in the DOM', unit: 'ms', digits: 1 },
  memory: { title: 'Memory of the server while 200 browsers listen', unit: 'MB', digits: 0 },
  'memory-peak': { title: 'The most it held since it started', unit: 'MB', digits: 0 },
};

/** From so many figures on, a percentile says something. */
const MANY = 100;

/** Prints every measure; the first page is ours. */
export function print(samples: Samples, pages: string[]): void {
  for (const [measure, block] of Object.entries(BLOCKS) as [Measure, Block][]) {
    const ours = samples.of(measure, pages[0]!);
    console.log(`\n${block.title} (${block.unit})`);
    const many = ours.length >= MANY;
    const heads = many ? ['median', 'p95', 'p99', 'max'] : ['median', 'min', 'max'];
    line('', ['n', ...heads, 'ours / page']);
    // What only the desk can do has no peer.
    for (const page of pages.filter((page) => samples.has(measure, page))) {
      const figures = samples.of(measure, page);
      const shown = many ? [0.5, 0.95, 0.99, 1] : [0.5, 0, 1];
      const cells = shown.map((share) => quantile(figures, share).toFixed(block.digits));
      line(page, [`${figures.length}`, ...cells, ratio(quantile(ours, 0.5), quantile(figures, 0.5))]);
    }
    for (const budget of BUDGETS[measure] ?? []) {
      const [figure, limit] = [budget.figure(ours), budget.limit(samples)];
      const verdict = figure <= limit ? 'kept' : 'MISSED';
      console.log(`  budget: ${budget.line}: ${figure.toFixed(block.digits)} of ${limit.toFixed(block.digits)} ${block.unit}, ${verdict}`);
    }
  }
}

function ratio(ours: number, page: number): string {
  return page === 0 ? '–' : (ours / page).toFixed(2);
}

function line(name: string, cells: string[]): void {
  console.log(`  ${name.padEnd(34)}${cells.map((cell) => cell.padStart(13)).join('')}`);
}
