# SPDX-License-Identifier: Apache-2.0
# Ratios: http_trivial
# A route that does nothing: our server with its limits, against bare Boost.Beast. One core for the
# server, one for wrk with 64 connections. The time is that of 100,000 requests at the rate seen.
http_port=$((20000 + $$ % 20000))

# hello PROGRAM: sets elapsed.
hello() {
  local server requests seconds=5 tries=0 body
  [ $quick = no ] || seconds=1
  [ -x "$programs/$1" ] && command -v wrk > /dev/null || die "$1 or wrk is not there"
  http_port=$((http_port + 1))
  taskset -c 0 "$programs/$1" $http_port &
  server=$!
  until body=$(curl -fs "http://127.0.0.1:$http_port/"); do
    tries=$((tries + 1))
    [ $tries -lt 200 ] && kill -0 $server 2> /dev/null || die "$1 does not answer"
    sleep 0.05
  done
  equal "the body of $1" "$body" '{"message":"hello, the world!"}'
  taskset -c "$(($(nproc) > 1 ? 1 : 0))" wrk -t1 -c64 -d${seconds}s "http://127.0.0.1:$http_port/" \
    > "$folder/out"
  kill $server
  wait $server 2> /dev/null || true
  grep -q 'Non-2xx\|Socket errors' "$folder/out" && die "$1: $(cat "$folder/out")"
  requests=$(awk '/^Requests\/sec:/ { print $2 }' "$folder/out")
  elapsed=$(awk -v rate="$requests" 'BEGIN { printf "%.0f", 100000 / rate * 1000000 }')
  peak=0
}

http_ours() { hello hello_http; }
http_reference() { hello hello_beast; }

measure_http_trivial() {
  compare http_ours http_reference
  note http_trivial least 0.85
}
