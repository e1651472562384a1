import { resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** What the environment may change. */
export const settings = {
  /** Orders in every page. A burst alone changes 1,000. */
  orders: number('ORDERS', 100_000, 1_000),
  /** How often the pages take their turns. */
  rounds: number('ROUNDS', 5, 1),
  binary: resolve(repository, process.env.DESK_BIN ?? 'target/release/atobarai-desk'),
  simulator: resolve(repository, process.env.NP_SIMULATOR_BIN ?? 'target/release/np-simulator'),
  site: resolve(repository, process.env.DESK_SITE ?? 'target/site'),
  chromium: process.env.CHROMIUM ?? '/usr/bin/chromium',
};

function number(name: string, otherwise: number, least: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isInteger(value) || value < least) throw new Error(`${name} must be a whole number from ${least}.`);
  return value;
}
