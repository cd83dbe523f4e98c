# SPDX-License-Identifier: Apache-2.0
# Ratios: http_create_64 http_create_64_p99 http_create_1 http_read http_page http_start http_idle_mib http_load_mib
# The server as it is run, on one core, and wrk on the other, authenticated, over a store of the bench
# pack. Creates are durable, audited and counted in the roll-ups, against a C program that writes the
# same rows and indexes in commits of 100 and of 1; reads against bare Boost.Beast; pages of 50 of
# 100,000 records, filtered on two fields, the latest first, against a prepared SELECT of that page.
# Times are those of the number of requests named, at the rate seen.
http_records=/api/v1/ledgers/work_orders/records

# http_serve DATA: sets http_url, TOKEN and http_server; elapsed is the time until it was ready.
http_serve() {
  local begin
  : > "$folder/served"
  begin=$(date +%s%N)
  taskset -c 0 "$program" serve --data "$1" --listen 127.0.0.1:0 --log off > "$folder/served" 2> "$folder/err" &
  http_server=$!
  until [ "$(wc -l < "$folder/served")" -ge 2 ]; do
    kill -0 $http_server 2> /dev/null || { cat "$folder/err" >&2; die "the server does not start"; }
  done
  { read -r http_url; read -r TOKEN; } < "$folder/served"
  curl -fs "$http_url/readyz" > /dev/null || die "the server is not ready"
  elapsed=$((($(date +%s%N) - begin) / 1000))
  export TOKEN
}

http_stop() {
  kill $http_server
  wait $http_server 2> /dev/null || true
}

# http_wrk CONNECTIONS SCRIPT REQUESTS: elapsed of so many requests; sets p50 and p99 (microseconds).
http_wrk() {
  local seconds=5 requests duration
  [ $quick = no ] || seconds=1
  taskset -c "$(($(nproc) > 1 ? 1 : 0))" wrk -t1 -c"$1" -d${seconds}s -s "bench/wrk/$2.lua" "$http_url$http_records" \
    > "$folder/out"
  grep -q 'Non-2xx\|Socket errors' "$folder/out" && die "$2: $(cat "$folder/out")"
  read -r _ requests duration p50 p99 < <(grep '^measured' "$folder/out")
  elapsed=$(awk -v n="$3" -v r="$requests" -v d="$duration" 'BEGIN { printf "%.0f", d / r * n }')
}

http_create_ours() {
  durable_fresh
  http_serve "$folder/office"
  peak=$(awk '/^VmRSS/ { print $2 }' /proc/$http_server/status)
  idle_peaks+=("$peak")
  BODIES=$folder/bodies http_wrk "$http_group_connections" create "$rows"
  loads+=("$(awk '/^VmHWM/ { print $2 }' /proc/$http_server/status)")
  halves+=("$p50") tails+=("$p99")
  http_stop
  "$program" verify --data "$folder/office" > /dev/null 2>&1 || die "the store does not verify"
}

http_read_ours() { PATHS=$folder/paths http_wrk 64 read 100000; peak=0; }
http_hello_reference() { hello hello_beast; }
http_page_ours() { PATHS=$folder/pages http_wrk 1 read 1000; peak=0; }
http_page_reference() { timed_inside "$programs/page_control" "$store/taizhang.db" 1000; }
http_start_ours() { http_serve "$store"; http_stop; peak=0; }
http_start_reference() { elapsed=100000 peak=0; }  # what the design allows

measure_http_server() {
  local rows group http_group_connections idle_peaks=() loads=() halves=() tails=()
  . bench/measure/durable_write.sh
  . bench/measure/http_trivial.sh
  make_empty_store
  "$programs/work_orders_csv" rows 0 60000 | node bench/order_bodies.mjs > "$folder/bodies"
  for http_group_connections in 1 64; do
    halves=() tails=() idle_peaks=() loads=()
    group=$((http_group_connections == 1 ? 1 : 100))
    rows=$(size $((group == 1 ? 2000 : 20000)))
    compare http_create_ours durable_reference
    note http_create_$http_group_connections least "$([ $group = 1 ] && echo 0.45 || echo 0.5)"
  done
  ours=("${tails[@]}") reference=("${halves[@]}")
  note http_create_64_p99 most 4
  ours_peak=("${idle_peaks[@]}") reference_peak=("${idle_peaks[@]}")
  note http_idle_mib peak 32
  ours_peak=("${loads[@]}") reference_peak=("${loads[@]}")
  note http_load_mib peak 96

  # Of fewer than ten thousand, no fifty are of one category and one state.
  orders_store $([ $quick = no ] && echo 100000 || echo 10000)
  http_serve "$store"
  curl -fs -H "Authorization: Bearer $TOKEN" "$http_url$http_records?limit=1000" |
    node -e 'let text = ""; process.stdin.on("data", (d) => { text += d; }).on("end", () => {
      for (const one of JSON.parse(text).records) console.log(process.argv[1] + "/" + one.id); })' \
      "$http_records" > "$folder/paths"
  echo "$http_records?filter=category%20eq%20noise&filter=status%20eq%20concluded&sort=-received_at&limit=50" \
    > "$folder/pages"
  compare http_read_ours http_hello_reference
  note http_read least 0.4
  compare http_page_ours http_page_reference
  note http_page least 0.3
  http_stop
  orders_store "$(size 1000000)"
  compare http_start_ours http_start_reference
  note http_start most 1
}
