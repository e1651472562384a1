import { frame, isWhole, numberOf, rowOf, scroller, untilChanged, within } from './rows';

export interface Scroll {
  /** How long each frame stood, in milliseconds. */
  frames: number[];
  /** How many of them had no row in the middle of the screen. */
  gaps: number;
  /** How many of them had a row there that waited for its order. */
  waiting: number;
}

/** Scrolls down from the top, a frame at a time. */
export async function scroll(pixelsPerSecond: number, seconds: number): Promise<Scroll> {
  const grid = scroller()!;
  grid.scrollTop = 0;
  for (let still = 0; still < 30; still += 1) await frame();
  const first = numberOf(rowInTheMiddle());
  const frames: number[] = [];
  const looks: Promise<'whole' | 'waiting' | 'gap'>[] = [];
  const begun = await frame();
  let last = begun;
  while (last - begun < seconds * 1000) {
    const now = await frame();
    frames.push(now - last);
    last = now;
    grid.scrollTop = ((now - begun) / 1000) * pixelsPerSecond;
    looks.push(afterPaint().then(rowInTheMiddle).then((row) => (isWhole(row) ? 'whole' : row ? 'waiting' : 'gap')));
  }
  const seen = await Promise.all(looks);
  if (grid.scrollTop < pixelsPerSecond * seconds * 0.95) throw new Error(`The grid was scrolled to ${grid.scrollTop} px only`);
  await within(10, 'an order where the scrolling ended', untilChanged(() => isWhole(rowInTheMiddle())));
  if (numberOf(rowInTheMiddle()) === first) throw new Error('The same order is in the middle after scrolling');
  return { frames, gaps: seen.filter((look) => look === 'gap').length, waiting: seen.filter((look) => look === 'waiting').length };
}

/** Jumps to the end; how long it takes until the last order is there. */
export async function jump(last: string): Promise<number> {
  if (rowOf(last)) throw new Error('The last order is in the page before the jump');
  const grid = scroller()!;
  const begun = performance.now();
  grid.scrollTop = grid.scrollHeight;
  return (await within(20, 'the last order', untilChanged(() => rowOf(last) !== undefined))) - begun;
}

/** Scrolls on by a screen, to orders that were not on it. */
export async function turnOver(): Promise<void> {
  const grid = scroller()!;
  grid.scrollTop += grid.clientHeight;
  await frame();
  await frame();
  await within(10, 'the orders of the next screen', untilChanged(() => isWhole(rowInTheMiddle())));
}

/** A task that comes right after the frame at hand has been painted: it sees what a person sees. */
function afterPaint(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** The row in the middle of the screen, if there is one. */
function rowInTheMiddle(): Element | null {
  const box = scroller()!.getBoundingClientRect();
  return document.elementFromPoint(box.left + 100, box.top + box.height / 2)?.closest('[role=row]') ?? null;
}
