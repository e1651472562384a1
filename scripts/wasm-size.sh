#!/usr/bin/env bash
# The sizes of the WebAssembly files, and whether the one that every screen waits for keeps its budget. With --print, the
# sizes alone.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

first=$site/pkg/atobarai-desk.wasm
budget=300000

[ -f "$first" ] || die "Run 'make wasm' first: there is no $first."

# bytes FILE...: what they hold together.
bytes() { cat "$@" 2>/dev/null | wc -c; }
# Kilobytes of 1,000 bytes, the stricter reading of the budget.
kilobytes() { printf '%d.%d KB' $(($1 / 1000)) $(($1 % 1000 / 100)); }
line() {
  local what=$1
  shift
  printf '  WebAssembly, %s: %s raw, %s gzip, %s brotli\n' "$what" "$(kilobytes "$(bytes "$@")")" \
    "$(kilobytes "$(bytes "${@/%/.gz}")")" "$(kilobytes "$(bytes "${@/%/.br}")")"
}
line 'before a screen can be used' "$first"
line 'every screen and panel together' "$site"/pkg/*.wasm
[ "${1:-}" != --print ] || exit 0

[ -f "$first.br" ] || die "Install Node or brotli and run 'make wasm' again: the budget is for the brotli size."
size=$(bytes "$first.br")
[ "$size" -le "$budget" ] ||
  die "Make the browser half smaller by $((size - budget)) bytes: its budget is $budget bytes of brotli."
printf '✔ WebAssembly: %d bytes of brotli before a screen can be used; the budget is %d\n' "$size" "$budget"
