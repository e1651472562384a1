#!/usr/bin/env bash
# wasm-opt halves the WebAssembly file. The app runs without it, so nothing here is fatal.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

version=132.0.0

if [ -n "$(wasm_opt_path)" ]; then
  skip "wasm-opt: already there"
elif ! has npm; then
  warn "npm is not there, so wasm-opt is left out: the app runs, its WebAssembly file is about twice as large."
else
  started=$SECONDS
  printf '▸ Installing wasm-opt … '
  if npm install --prefix "$tools" --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
    "binaryen@$version" </dev/null >/dev/null 2>&1 && [ -n "$(wasm_opt_path)" ]; then
    printf '%d s\n' $((SECONDS - started))
  else
    printf 'failed\n'
    warn "wasm-opt could not be installed from npm: the app runs, its WebAssembly file is about twice as large."
  fi
fi
