#!/usr/bin/env bash
# What the browser tests need: Node 20 with npm, Chromium, a Japanese font, and Playwright, which uses
# that Chromium and downloads none of its own.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

browser=${CHROMIUM:-/usr/bin/chromium}

has_japanese_font() { has fc-list && [ -n "$(fc-list :lang=ja family)" ]; }

missing=()
[ -x "$browser" ] || missing+=(chromium)
# Without one, every screenshot shows boxes. fontconfig tells whether one is there.
has_japanese_font || missing+=(fontconfig fonts-noto-cjk)
has node || missing+=(nodejs)
has npm || missing+=(npm)

if [ "${#missing[@]}" -eq 0 ]; then
  skip "Browser, Japanese font and Node: already there"
elif has apt-get; then
  quiet_step "Installing ${missing[*]} from Debian" \
    "run 'apt-get install ${missing[*]}' as root, then run this again." \
    apt_install "${missing[@]}"
else
  die "Install ${missing[*]} with your system's package manager (CHROMIUM names another browser), then run this again."
fi

node --eval 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' ||
  die "Install Node 20 or newer, then run this again: Playwright does not run on $(node --version)."

# The lock file that was installed last is kept beside what it installed.
installed=end2end/node_modules/.installed-lock.json
if cmp -s end2end/package-lock.json "$installed"; then
  skip "Playwright: already there"
else
  install_npm_packages() {
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix end2end --no-audit --no-fund &&
      cp end2end/package-lock.json "$installed"
  }
  quiet_step "Installing Playwright from npm" \
    "check the connection to the npm registry, then run this again." install_npm_packages
fi
