import { useSyncExternalStore } from 'react';
import type { Change, Row } from './shared';

/** What a row shows. A new object whenever it changes, as useSyncExternalStore needs it. */
interface Shown {
  row: Row;
  ticked: boolean;
}

/** The orders outside of React: a change touches the rows that follow it and no others. */
export class Orders {
  readonly #shown: Shown[];
  readonly #places: Map<number, number>;
  readonly #followers = new Map<number, Set<() => void>>();

  constructor(rows: Row[]) {
    this.#shown = rows.map((row) => ({ row, ticked: false }));
    this.#places = new Map(rows.map((row, nth) => [row.id, nth]));
  }

  get size(): number {
    return this.#shown.length;
  }

  at(nth: number): Shown {
    return this.#shown[nth]!;
  }

  follow(nth: number, follower: () => void): () => void {
    const followers = this.#followers.get(nth) ?? new Set();
    this.#followers.set(nth, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0) this.#followers.delete(nth);
    };
  }

  toggle(nth: number): void {
    const { row, ticked } = this.at(nth);
    this.#show(nth, { row, ticked: !ticked });
  }

  /** Takes changes. At once: React itself draws together what one event brings, and a frame's wait would only come on top. */
  take(changes: Change[]): void {
    for (const { id, version, credit } of changes) {
      const nth = this.#places.get(id);
      if (nth === undefined) continue;
      const { row, ticked } = this.at(nth);
      if (version > row.version) this.#show(nth, { row: { ...row, version, credit }, ticked });
    }
  }

  #show(nth: number, shown: Shown): void {
    this.#shown[nth] = shown;
    this.#followers.get(nth)?.forEach((follower) => follower());
  }
}

/** The order at a place, and whether it is ticked. */
export function useOrder(orders: Orders, nth: number): Shown {
  return useSyncExternalStore(
    (follower) => orders.follow(nth, follower),
    () => orders.at(nth),
  );
}
