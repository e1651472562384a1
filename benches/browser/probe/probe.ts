import { expectBadge, expectBadges, onScreen, seen, seenWithTasks } from './badges';
import { load, untick } from './load';
import { jump, scroll, turnOver } from './scroll';

/** What the bench can ask of a page. The same in every page: what differs is its `Place`. */
const probe = {
  load,
  untick,
  onScreen,
  expectBadge,
  expectBadges,
  seen,
  seenWithTasks,
  scroll,
  jump,
  turnOver,
  /** The wall clock as the page sees it. */
  now: () => performance.timeOrigin + performance.now(),
};

declare global {
  interface Window {
    probe: typeof probe;
    /** Begins with the page. */
    loading: ReturnType<typeof load>;
    /** Rows that fill the screen. */
    screenful: number;
  }
}

window.probe = probe;
window.loading = load(window.screenful);
