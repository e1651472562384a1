#!/usr/bin/env bash
# The postal table that the server is built with, from the crate that carries Japan Post's.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

table=src/server/postal/table.txt
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT

write() { CARGO_TARGET_DIR=target/postal-table cargo run --quiet --release --manifest-path scripts/postal-table/Cargo.toml >"$fresh"; }
step "Writing the postal table" "read what cargo says above, then run this again." write
cp "$fresh" "$table"
printf '✔ %s: %s, %d stretches of codes\n' "$table" "$(head -1 "$table")" "$(($(wc -l <"$table") - 1))"
