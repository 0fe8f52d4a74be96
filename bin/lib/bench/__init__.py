"""The benchmarks of `bin/bench`: the data, the server with its floors, the load, the figures."""
