#!/usr/bin/env bash
# Rust must be there; the C compiler, which the bundled SQLite needs, is installed from Debian.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

has cargo || die "Install Rust 1.94 or newer with rustup, then run this again: cargo is not on PATH."

if has cc; then
  skip "C compiler: already there"
elif has apt-get; then
  quiet_step "Installing a C compiler (for the bundled SQLite)" \
    "run 'apt-get install gcc libc6-dev' as root, then run this again." \
    apt_install gcc libc6-dev
else
  die "Install a C compiler that answers to 'cc' (the bundled SQLite needs one), then run this again."
fi
