#!/usr/bin/env bash
# Writes .br and .gz beside what the browser loads, so that the server compresses nothing while it
# answers. Node's zlib does it where Node is there, else the programs brotli and gzip.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

compress() {
  if has node; then
    node scripts/compress.mjs "$@"
  else
    { ! has brotli || brotli --force --quality=11 "$@"; } && gzip --force --keep --best "$@"
  fi
}

changed=()
while IFS= read -r file; do
  if [ "$file.br" -nt "$file" ] && [ "$file.gz" -nt "$file" ]; then
    continue
  fi
  # A copy of an older file would be served in place of the new one.
  rm -f "$file.br" "$file.gz"
  changed+=("$file")
done < <(find "$site" -type f \( -name '*.wasm' -o -name '*.js' \) | sort)

if [ "${#changed[@]}" -eq 0 ]; then
  skip "Compressed copies: nothing changed"
  exit
fi
if ! has node && ! has brotli; then
  warn "Neither Node nor brotli is there, so no brotli copies are made: the app runs, pages load more bytes."
fi
quiet_step "Compressing ${#changed[@]} files for the browser" "delete target/site, then run 'make wasm'." \
  compress "${changed[@]}"
