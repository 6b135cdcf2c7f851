#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: filters.sh FILTERS
# The filters example on image files: it draws two, tells them apart, reads back what it wrote, and refuses what is no image.
set -uo pipefail
export LC_ALL=C
filters=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

check() {
  if ! eval "$2"; then
    echo "not so: $1"
    failures=$((failures + 1))
  fi
}

"$filters" --out "$folder" >"$folder/said" || failures=1
check "a fence has vertical lines" 'grep -q "^fence: vertical lines yes" "$folder/said"'
check "blinds have none" 'grep -q "^blinds: vertical lines no" "$folder/said"'
check "each of 8 filters and the image itself is a file, twice" '[ "$(ls "$folder"/*.png | wc -l)" -eq 18 ]'
mkdir "$folder/again"
again=$("$filters" --out "$folder/again" "$folder/fence.png" "$folder/blinds.png")
check "the files read back give the same answer" '[ "$(cut -d"(" -f1 <<<"$again")" = "$(cut -d"(" -f1 "$folder/said")" ]'
check "the identity gives the image" 'cmp -s "$folder/fence.png" "$folder/again/fence_identity.png"'

# refuse WHAT REGEX FOLDER FILE...: exit status 2 and one sentence.
refuse() {
  local what=$1 regex=$2 out=$3 message status
  shift 3
  message=$("$filters" --out "$out" "$@" 2>&1 >/dev/null)
  status=$?
  if [ $status -ne 2 ] || [ "$(wc -l <<<"$message")" -ne 1 ] || ! grep -qE -- "$regex" <<<"$message"; then
    printf '%s\n' "$what: status $status, said: $message" "wanted: 2, $regex"
    failures=$((failures + 1))
  fi
}
refuse "a missing file" 'none.png: cannot be read' "$folder/again" "$folder/none.png"
refuse "no image" 'said: cannot be read' "$folder/again" "$folder/said"
head -c 200 "$folder/fence.png" >"$folder/cut.png"
refuse "a truncated image" 'cut.png: (cannot be read|is damaged)' "$folder/again" "$folder/cut.png"
refuse "a folder that is not there" 'cannot be written' "$folder/none" "$folder/fence.png"
refuse "images of one name" 'again/fence.png: its responses would overwrite those of .*; rename one' "$folder" \
  "$folder/fence.png" "$folder/again/fence.png"
cp "$folder/blinds.png" "$folder/a.png"
cp "$folder/fence.png" "$folder/a_box.png"
refuse "an image that a response is called like" 'a.png: its responses would overwrite .*a_box.png; rename one' "$folder" \
  "$folder/a.png" "$folder/a_box.png"
check "the image is as it was" 'cmp -s "$folder/fence.png" "$folder/a_box.png"'
exit $((failures != 0))
