package io.bagoftricks.bench.driver;

import java.util.List;

/** All comparisons for programs. */
record TableLine(List<ComparisonLine> comparisons) {}
