#!/usr/bin/env bash
# Rust's standard library for WebAssembly: from rustup where rustup can download, else built from the
# library sources in Debian's archive (package rust-src).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

library_dir=$(rustc --print target-libdir --target "$wasm_triple")
has_library() { compgen -G "$library_dir/libstd-*.rlib" >/dev/null; }

from_rustup() {
  has rustup && timeout 120 rustup target add "$wasm_triple" </dev/null >/dev/null 2>&1 && has_library
}

# Runs an apt command against package lists of its own, so that Debian's testing and unstable, which
# hold the newer releases, never reach the machine's own configuration.
scratch_apt() {
  local command=$1
  shift
  "$command" -o Dir::Etc::sourcelist="$scratch/apt/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$scratch/apt/lists" -o Dir::Cache="$scratch/apt/cache" \
    -o APT::Sandbox::User=root "$@"
}

download_rust_sources() {
  local release archive suite version
  release=$(rustc -vV | sed -n 's/^release: //p')
  # shellcheck disable=SC2016 # apt fills it in, not the shell
  archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | sort -u | sed -n 1p)
  [ -n "$archive" ] || return 1
  mkdir -p "$scratch/apt/lists/partial" "$scratch/apt/cache/archives/partial" "$scratch/sources"
  for suite in stable stable-backports testing unstable; do
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $archive $suite main"
  done >"$scratch/apt/sources.list"
  scratch_apt apt-get update -q || return
  version=$(scratch_apt apt-cache madison rust-src | awk -v wanted="$release+" 'index($3, wanted) == 1 { print $3; exit }')
  [ -n "$version" ] || { echo "Debian's archive has no rust-src $release."; return 1; }
  (cd "$scratch/sources" && scratch_apt apt-get download "rust-src=$version") || return
  dpkg-deb --fsys-tarfile "$scratch"/sources/*.deb |
    tar -x -C "$scratch/sources" "./usr/src/rustc-$release/library" || return
  sources="$scratch/sources/usr/src/rustc-$release/library"
}

build_library() {
  local expected
  expected="$(rustc --print sysroot)/lib/rustlib/src/rust/library"
  # Without rustup's own copy (component rust-src), cargo finds ours through a link that goes again.
  if [ ! -e "$expected" ]; then
    mkdir -p "$(dirname "$expected")" && ln -sfn "$sources" "$expected" || return
    link=$expected
  fi
  cargo new --quiet --lib --vcs none "$scratch/empty" || return
  (cd "$scratch/empty" && CARGO_TARGET_DIR=target RUSTC_BOOTSTRAP=1 cargo build --release --target "$wasm_triple" \
    -Z build-std=std,panic_abort,panic_unwind,proc_macro,test) || return
  mkdir -p "$library_dir" || return
  rm "$scratch/empty/target/$wasm_triple/release/deps/"libempty-*.rlib || return
  cp "$scratch/empty/target/$wasm_triple/release/deps/"*.rlib "$library_dir/"
}

from_debian() {
  if ! has apt-get || ! has dpkg-deb; then
    echo "This is not a Debian machine."
    return 1
  fi
  download_rust_sources && build_library
}

if has_library; then
  skip "Rust for WebAssembly: already there"
  exit
fi

scratch=$(mktemp -d)
link=
sources=
clean_up() {
  rm -rf "$scratch"
  [ -z "$link" ] || { rm -f "$link" && rmdir -p --ignore-fail-on-non-empty "$(dirname "$link")"; }
}
trap clean_up EXIT

install_target() { from_rustup || from_debian; }
quiet_step "Installing Rust for WebAssembly" \
  "run 'rustup target add $wasm_triple' where rustup can download, then run this again." install_target
