#!/usr/bin/env bash
# The program that takes the WebAssembly file apart where the code says wasm_split.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# It reads what the wasm_split_helpers crate of Cargo.lock writes: both speak the format of 0.2.
version=0.2.4

if [ -n "$(wasm_split_path)" ]; then
  skip "wasm-split: already there"
  exit
fi

build() {
  env -u CARGO_TARGET_DIR cargo install --quiet --locked wasm_split_cli_support --version "=$version" \
    --features build-binary --root "$tools" --force
}
# Once more, because a registry hiccups now and then.
build_or_retry() { build || build; }

quiet_step "Installing wasm-split $version" "check the connection to the crate registry, then run this again." build_or_retry
