#!/usr/bin/env bash
# Makes src/main/resources/static/vendor anew from the packages' own archives, unmodified, and writes the manifest that VendorTest
# checks. Needs npm and a package registry; the build needs neither. A new version is a new folder name: addresses are kept for good.
#
#   ./refresh-vendor.sh              fetches with npm pack
#   ./refresh-vendor.sh FOLDER       takes the archives (*.tgz) that lie in FOLDER
set -euo pipefail
cd "$(dirname "$0")"
novnc=1.7.0 xterm=6.0.0 fit=0.11.0

archives=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$archives" ]; then
  archives=$work
  npm pack --silent --pack-destination "$work" "@novnc/novnc@$novnc" "@xterm/xterm@$xterm" "@xterm/addon-fit@$fit" >/dev/null
fi

# unpack PACKAGE VERSION FOLDER PATH...: only what a browser asks for, and the licences.
unpack() {
  local archive=$archives/$1-$2.tgz folder=$out/$3
  shift 3
  mkdir -p "$folder"
  tar -xzf "$archive" -C "$folder" --strip-components=1 --no-same-owner "${@/#/package/}"
}

out=$work/vendor
unpack novnc-novnc $novnc novnc-$novnc core vendor LICENSE.txt AUTHORS docs/LICENSE.MPL-2.0 docs/LICENSE.BSD-2-Clause docs/LICENSE.BSD-3-Clause
unpack xterm-xterm $xterm xterm-$xterm lib/xterm.mjs css/xterm.css LICENSE
unpack xterm-addon-fit $fit xterm-addon-fit-$fit lib/addon-fit.mjs LICENSE
find "$out" -type f -exec chmod 644 {} +
(cd "$out" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)

target=src/main/resources/static/vendor
rm -rf "$target"
mkdir -p "$(dirname "$target")"
mv "$out" "$target"
