import type { Place } from './probe/rows';
import type { Events } from './events';

/** A credit that an order is to get. */
export interface Wish {
  number: string;
  credit: string;
  version: number;
}

/** One of the pages that are compared. */
export interface Page {
  name: string;
  url: string;
  place: Place;
  events: Events;
  /** What its server would send in one frame about changes of orders' credits. */
  data(wishes: Wish[]): string;
}

/** Changes orders' credits in a page, whose version must grow with every change. */
export class Changes {
  /** Newer than whatever a server has stored. */
  #version = 1_000;

  constructor(readonly page: Page) {}

  /** One list per frame; returns the moment before they were sent. */
  send(credit: string, ...lists: string[][]): number {
    this.#version += 1;
    const wish = (number: string): Wish => ({ number, credit, version: this.#version });
    return this.page.events.send(...lists.map((numbers) => this.page.data(numbers.map(wish))));
  }
}
