# SPDX-License-Identifier: Apache-2.0
# Ratios: point_lookup_500 point_lookup_5000
# The cell of a point among 500 and 5000, against GEOS with prepared polygons in an STRtree. One
# program measures both sides in turn and prints NAME OURS_US REFERENCE_US ANSWERS_EQUAL.
measure_point_lookup() {
  local name left right equal round
  [ -x "$programs/point_lookup" ] || { say "  skipped: there is no bench/point_lookup.cpp yet"; return; }
  declare -A point_ours point_reference
  for ((round = 0; round < rounds; ++round)); do
    timed "$programs/point_lookup"
    while read -r name left right equal; do
      [[ $equal == 1 || $equal == true || $equal == yes ]] || die "$name: the answers differ"
      point_ours[$name]+="$left "
      point_reference[$name]+="$right "
    done < "$folder/out"
  done
  for name in "${!point_ours[@]}"; do
    read -ra ours <<< "${point_ours[$name]}"
    read -ra reference <<< "${point_reference[$name]}"
    note "$name" least 2
  done
}
