# SPDX-License-Identifier: Apache-2.0
# Ratios: growth
# No ratio but a table and a plot: import, figures and verify of the work orders at four sizes. Import
# is measured once, when the store is made; the rest are medians.
growth_median() {
  local times=() round
  for ((round = 0; round < $1; ++round)); do
    "${@:2}"
    times+=("$elapsed")
  done
  elapsed=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$((($1 + 1) / 2))p")
}
verify_peak_mib_max=96  # at any size

measure_growth() {
  local records figures_us
  : > "$folder/growth"
  for records in 10000 100000 1000000 10000000; do
    orders_store "$(size $records)"
    growth_median "$rounds" timed_inside "$programs/figures" "$store" 2020H1
    figures_us=$elapsed
    # A verify of minutes need not be repeated.
    growth_median $((records > 1000000 ? 1 : rounds)) timed "$program" verify --data "$store"
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$(size $records)" "$imported" "$figures_us" "$elapsed" "$peak" \
      "$(stat -c %s "$store/taizhang.db")" >> "$folder/growth"
    say "  $(tail -n 1 "$folder/growth")"
    ((peak <= verify_peak_mib_max * 1024)) || die "verify took $((peak / 1024)) MiB"
  done
  if [ $output = page ]; then
    node bench/growth.mjs "$folder/growth" docs/benchmarks.md docs/growth.svg
  else
    node bench/growth.mjs "$folder/growth" "$folder/growth.md" "$folder/growth.svg"
  fi
}
