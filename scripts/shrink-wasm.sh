#!/usr/bin/env bash
# shrink-wasm.sh FILE: makes one WebAssembly file as small as wasm-opt can.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# Control flow that is rebuilt between the rounds leaves the next one something to fold.
"$(wasm_opt_path)" -Oz --flatten --rereloop -Oz -Oz \
  --enable-bulk-memory --enable-nontrapping-float-to-int --enable-reference-types \
  --enable-multivalue --enable-mutable-globals --enable-sign-ext "$1" -o "$1.small"
mv "$1.small" "$1"
