#!/usr/bin/env bash
# The browser tests, against the development server and the built site. Arguments go to Playwright.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

cd end2end
step "Checking the types of the browser tests" "mend what tsc says, then run this again." npx --no-install tsc --noEmit
step "Running the browser tests" \
  "look at end2end/test-results (screenshots and server logs), then run 'make e2e' again." \
  npx --no-install playwright test "$@"
