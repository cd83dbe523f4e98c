# SPDX-License-Identifier: Apache-2.0
# Ratios: search_p50
# The median time of a search for two characters over a million records, the slowest kind of words
# (in no record, in few, in many, in all), beside the 20 ms it may take. The program compares its
# answers with those of a scan.
measure_search() {
  local records
  records=$(size 1000000)
  "$programs/search" "$kept/search-$records" "$records" > "$folder/search"
  equal "search and scan" "$(sed -n 's/^answers_that_differ //p' "$folder/search")" 0
  local slowest
  slowest=$(sed -nE 's/^search_(absent|rare|medium|every)(_in_cell)?_p50_ms //p' "$folder/search" |
    sort -rn | awk 'NR == 1 { printf "%.0f", $1 * 1000 }')
  ours=("$slowest") reference=(20000)
  note search_p50 most 1
}
