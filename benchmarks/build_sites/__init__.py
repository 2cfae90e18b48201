"""The sites that `benchmarks.build` compares: one corpus, the same pages, by different tools."""
