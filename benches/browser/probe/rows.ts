/** What the probe must know of the page it is in. */
export interface Place {
  /** The element that scrolls. */
  scroller: string;
  /** Height of the head that covers the first pixels of it. */
  head: number;
}

declare global {
  interface Window {
    place: Place;
  }
}

export function scroller(): HTMLElement | null {
  return document.querySelector<HTMLElement>(window.place.scroller);
}

export function numberOf(row: Element | null | undefined): string {
  return row?.querySelector('.order-number')?.textContent?.trim() ?? '';
}

/** The word of the credit badge, which is the first lamp of its row. */
export function badgeOf(row: Element | null | undefined): string {
  return row?.querySelector('.lamp')?.textContent?.trim() ?? '';
}

/** Whether a row shows its order: a place that is kept for one does not. */
export function isWhole(row: Element | null | undefined): boolean {
  return numberOf(row) !== '' && badgeOf(row) !== '';
}

/** Every row in the page that shows an order, in no certain order. Looks at no geometry, which would cost a layout. */
export function wholeRows(): HTMLElement[] {
  const rows = [...(scroller()?.querySelectorAll('.order-number') ?? [])].map((number) => number.closest<HTMLElement>('[role=row]'));
  return rows.filter((row): row is HTMLElement => isWhole(row));
}

/** The rows that are on screen as a whole, from top to bottom. */
export function rowsOnScreen(): HTMLElement[] {
  const box = scroller()?.getBoundingClientRect();
  if (!box) return [];
  const placed = wholeRows().map((row) => ({ row, place: row.getBoundingClientRect() }));
  const seen = placed.filter(({ place }) => place.top >= box.top + window.place.head - 1 && place.bottom <= box.bottom + 1);
  return seen.sort((a, b) => a.place.top - b.place.top).map(({ row }) => row);
}

export function rowOf(number: string): HTMLElement | undefined {
  return wholeRows().find((row) => numberOf(row) === number);
}

/** The next frame; its time. */
export function frame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Fails when what is waited for does not come. */
export function within<T>(seconds: number, what: string, promise: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`${what}: not within ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([promise, late]);
}

/** The moment at which a change of the grid makes something true. */
export function untilChanged(isTrue: () => boolean): Promise<number> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      if (!isTrue()) return false;
      observer.disconnect();
      resolve(performance.now());
      return true;
    };
    const observer = new MutationObserver(look);
    observer.observe(scroller()!, { childList: true, characterData: true, subtree: true });
    look();
  });
}
