import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS } from './shared';

const here = import.meta.dirname;

/** A module with all that it imports, as it would be put on a server. */
export async function bundle(entry: string, format: 'esm' | 'iife'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format,
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
}

export const script = (peer: string, extension: string): Promise<string> => bundle(join(here, `${peer}.${extension}`), 'esm');

/** The style sheet of all peers. AG Grid sets the widths of its columns itself. */
export function style(): string {
  const widths = COLUMNS.map((column) => `.head > .c-${column.id}, .row > .c-${column.id} { flex: ${column.grows ? 1 : 0} 0 ${column.width}px }`);
  return [readFileSync(join(here, 'style.css'), 'utf8'), ...widths].join('\n');
}

/** A page whose grid stands where the desk's does. What it will need is fetched while its script is on the way. */
export function html(peer: string, rows: string, place: { top: number; height: number }, inside = ''): string {
  return `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<title>${peer}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<link rel="preload" as="fetch" crossorigin href="${rows}">
<script type="module" src="/${peer}.js"></script>
</head>
<body>
<div style="height:${place.top}px"></div>
<main id="grid" style="height:${place.height}px;margin:0 17px">${inside}</main>
</body>
</html>
`;
}
