# Shared by the scripts beside it, which source it first. It moves to the repository's root, so that
# every path in a script reads as in the README.
# shellcheck shell=bash disable=SC2034 # what is set here is used there

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# One place for what cargo builds, wherever the user's own configuration would put it.
export CARGO_TARGET_DIR="$PWD/target"
# The browser half has a directory of its own: two feature sets in one would rebuild each other's crates.
front_target_dir="$PWD/target/front"
wasm_triple=wasm32-unknown-unknown
site=target/site
# Outside target/, so that `cargo clean` does not cost the minutes of building them again.
tools="$PWD/.tools"

# die SENTENCE: the one line that says what to do next.
die() {
  printf '✘ %s\n' "$1" >&2
  exit 1
}

# skip SENTENCE: a step that has nothing to do says so.
skip() { printf '· %s\n' "$1"; }

# warn SENTENCE: something is missing that the app can do without.
warn() { printf '! %s\n' "$1" >&2; }

# step WHAT REMEDY COMMAND...: runs the command with its output shown, between a line that says what
# it does and one that says how long it took. If it fails, REMEDY says what to do.
step() {
  local what=$1 remedy=$2 started=$SECONDS
  shift 2
  printf '▸ %s\n' "$what"
  "$@" || die "$what failed after $((SECONDS - started)) s: $remedy"
  printf '✔ %s: %d s\n' "$what" $((SECONDS - started))
}

# quiet_step WHAT REMEDY COMMAND...: the same on a single line, for output that matters only when
# the command fails.
quiet_step() {
  local what=$1 remedy=$2 started=$SECONDS log
  shift 2
  log=$(mktemp)
  printf '▸ %s … ' "$what"
  if ! "$@" </dev/null >"$log" 2>&1; then
    printf 'failed\n'
    tail -n 30 "$log" >&2
    rm -f "$log"
    die "$what failed after $((SECONDS - started)) s: $remedy"
  fi
  rm -f "$log"
  printf '%d s\n' $((SECONDS - started))
}

has() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND...: sudo may ask for a password where a person can type one, never in CI.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif [ -z "${CI:-}" ] && (: </dev/tty) 2>/dev/null; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

# apt_install PACKAGE...: installs from Debian's archive; the package lists are fetched only when the
# first try shows that they are missing or old. Answers with apt's exit code.
apt_install() {
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@")
  as_root "${install[@]}" || { as_root apt-get update -q && as_root "${install[@]}"; }
}

# locked_version CRATE: its version in Cargo.lock.
locked_version() {
  awk -v wanted="name = \"$1\"" '$0 == wanted { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock
}

# wasm_bindgen_path: a wasm-bindgen of exactly the locked version, or nothing.
wasm_bindgen_path() {
  local wanted candidate
  wanted="wasm-bindgen $(locked_version wasm-bindgen)"
  for candidate in "$tools/bin/wasm-bindgen" "$(command -v wasm-bindgen || true)"; do
    if [ -x "$candidate" ] && [ "$("$candidate" --version)" = "$wanted" ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
}

# wasm_split_path: the program that takes apart what wasm_split marks, or nothing.
wasm_split_path() {
  local candidate="$tools/bin/wasm-split-cli"
  if [ -x "$candidate" ]; then
    printf '%s\n' "$candidate"
  fi
}

# wasm_opt_path: npm's wasm-opt, or nothing. One on PATH is not taken: distributions ship versions
# that do not read what current Rust writes.
wasm_opt_path() {
  local candidate="$tools/node_modules/.bin/wasm-opt"
  if [ -x "$candidate" ] && has node; then
    printf '%s\n' "$candidate"
  fi
}
