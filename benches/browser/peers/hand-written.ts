import { rowHtml } from './hand-markup';
import { CREDITS, HEAD_HEIGHT, ROW_HEIGHT, listen, type Change, type Page, type Row } from './shared';

const OVERSCAN = 8;
const PAGE_ROWS = 100;

const scroller = document.querySelector<HTMLElement>('.scroller')!;
const body = scroller.querySelector<HTMLElement>('.body')!;
const total = Number(body.dataset.total);
const rows = new Map<number, Row>();
const places = new Map<number, number>();
const ticked = new Set<number>();
/** Pages that are there, or on their way. */
const asked = new Set<number>();
/** What is in the document, by place; the server has written the first ones. */
const drawn = new Map([...body.querySelectorAll<HTMLElement>('.row')].map((row) => [Number(row.dataset.place), row]));

/** Puts the rows around the screen into the document, and takes the others out of it. */
function draw(): void {
  const first = Math.max(0, Math.floor(scroller.scrollTop / ROW_HEIGHT) - OVERSCAN);
  const last = Math.min(total - 1, Math.ceil((scroller.scrollTop + scroller.clientHeight - HEAD_HEIGHT) / ROW_HEIGHT) + OVERSCAN);
  for (const page of new Set([first, last, Math.min(total - 1, last + PAGE_ROWS)].map((place) => Math.floor(place / PAGE_ROWS)))) {
    if (!asked.has(page)) void load(page);
  }
  for (const [place, element] of drawn) {
    if (place < first || place > last) {
      element.remove();
      drawn.delete(place);
    }
  }
  for (let place = first; place <= last; place += 1) {
    const row = rows.get(place);
    if (!row || drawn.has(place)) continue;
    body.insertAdjacentHTML('beforeend', rowHtml(row, place, ticked.has(place)));
    drawn.set(place, body.lastElementChild as HTMLElement);
  }
}

async function load(page: number): Promise<void> {
  asked.add(page);
  const answer = await fetch(`/rows?from=${page * PAGE_ROWS}&until=${(page + 1) * PAGE_ROWS}`);
  const loaded = (await answer.json()) as Page;
  loaded.rows.forEach((row, nth) => {
    rows.set(page * PAGE_ROWS + nth, row);
    places.set(row.id, page * PAGE_ROWS + nth);
  });
  draw();
}

function take({ id, version, credit }: Change): void {
  const place = places.get(id);
  const row = place === undefined ? undefined : rows.get(place);
  if (place === undefined || !row || version <= row.version) return;
  Object.assign(row, { version, credit });
  const lamp = drawn.get(place)?.querySelector('.lamp');
  if (!lamp) return;
  lamp.className = `lamp lamp-${credit}`;
  lamp.textContent = CREDITS[credit]!;
}

let waiting = false;
scroller.addEventListener('scroll', () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    draw();
  });
});
body.addEventListener('change', (event) => {
  const row = (event.target as HTMLElement).closest<HTMLElement>('.row')!;
  const place = Number(row.dataset.place);
  if (!ticked.delete(place)) ticked.add(place);
  row.setAttribute('aria-selected', String(ticked.has(place)));
});
draw();
listen((changes) => changes.forEach(take));
