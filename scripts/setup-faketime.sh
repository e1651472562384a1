#!/usr/bin/env bash
# Installs libfaketime, by which the chaos runs give servers clocks that are wrong. Without it they run with right
# clocks and say so; in CI they fail.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

installed() { compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null; }

if installed; then
  skip "libfaketime: already there"
  exit
fi
# Outside CI a machine without Debian's archive may still run the rest; in a subshell, because a failed step ends it.
if has apt-get; then
  (quiet_step "Installing libfaketime from Debian" "run 'apt-get install libfaketime' as root, then run this again." \
    apt_install libfaketime) || true
fi
if ! installed; then
  [ -z "${CI:-}" ] || die "CI has to test with clocks that are wrong: install libfaketime."
  warn "libfaketime is not to be had: the chaos runs will not set the servers' clocks."
fi
