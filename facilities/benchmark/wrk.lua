-- For pages.py: one line of numbers, times in microseconds.
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    "figures %d %d %d %d\n",
    summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50),
    latency:percentile(95)
  ))
end
