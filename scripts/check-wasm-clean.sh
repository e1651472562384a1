#!/usr/bin/env bash
# The browser half must contain no server: neither its size nor its secrets belong in the browser.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

crates=$(cargo tree --no-default-features --features hydrate --target "$wasm_triple" -e normal --prefix none --format '{p}' </dev/null) ||
  die "Mend what cargo says above: it could not list the browser half's crates."
# A name with its family (sqlx-core, tokio-util), each once.
found=$(awk '{ print $1 }' <<<"$crates" | grep -E '^(argon2|axum|chacha20poly1305|reqwest|sqlx|tokio)(-|$)' | sort -u | paste -sd ' ' || true)
[ -z "$found" ] || die "Keep these crates out of the feature 'hydrate' (cargo tree -i NAME shows the way in): $found."
printf '✔ The browser half contains no server crate\n'
