#!/usr/bin/env bash
# cargo-step.sh WHAT ARGUMENT...: runs cargo as one announced step. With FRONT=1 it builds where the
# browser half is built.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

what=$1
shift
[ -z "${FRONT:-}" ] || export CARGO_TARGET_DIR=$front_target_dir
step "$what" "mend what cargo says above, then run this again." cargo "$@" </dev/null
