-- SPDX-License-Identifier: Apache-2.0
-- A path with every request: the lines of the file PATHS of the environment, in turn.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local at = 0
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")

function request()
  at = at % #paths + 1
  return wrk.format(nil, paths[at])
end

function done(summary, latency)
  io.write(string.format("measured %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99)))
end
