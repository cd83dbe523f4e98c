# SPDX-License-Identifier: Apache-2.0
# Ratios: search_p50
# The median time of a search, against the reference that bench/search.cpp measures beside it; it
# prints NAME KIND GOAL OURS_US REFERENCE_US.
measure_search() {
  local name kind goal left right round
  [ -x "$programs/search" ] || { say "  skipped: there is no bench/search.cpp yet"; return; }
  ours=() reference=()
  for ((round = 0; round < rounds; ++round)); do
    timed "$programs/search" "$(size 1000000)"
    read -r name kind goal left right < "$folder/out"
    ours+=("$left") reference+=("$right")
  done
  note "$name" "$kind" "$goal"
}
