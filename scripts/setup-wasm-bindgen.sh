#!/usr/bin/env bash
# The wasm-bindgen program, in exactly the version of the crate in Cargo.lock: they speak a private format.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

version=$(locked_version wasm-bindgen)
[ -n "$version" ] || die "Restore Cargo.lock with 'git checkout Cargo.lock': it names no wasm-bindgen."

if [ -n "$(wasm_bindgen_path)" ]; then
  skip "wasm-bindgen $version: already there"
  exit
fi

# Without --locked: its lock file names a version that the registry does not always have. In a target
# directory of its own, so that our build is not rebuilt for the tool's features.
build() {
  env -u CARGO_TARGET_DIR cargo install --quiet wasm-bindgen-cli --version "=$version" \
    --bin wasm-bindgen --root "$tools" --force
}
# Once more, because a registry hiccups now and then.
build_or_retry() { build || build; }

quiet_step "Installing wasm-bindgen $version (some minutes)" \
  "check the connection to the crate registry, then run this again." build_or_retry
