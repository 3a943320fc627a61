package io.kefu.monitoring;

import io.micrometer.core.instrument.Gauge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Gauges of one meter that are set or moved by whole numbers, one for each combination of label values. */
final class GaugeFamily {
    private final Registration registration;
    private final MeterSpec spec;
    private final Map<List<String>, Cell> cells = new ConcurrentHashMap<>();

    private record Cell(LongAdder value, Gauge gauge) {}

    GaugeFamily(Registration registration, MeterSpec spec) {
        this.registration = registration;
        this.spec = spec;
    }

    /** The cell itself, for callers that move it often. */
    LongAdder resolve(String... values) {
        List<String> bounded = registration.bounded(spec, values);
        return cells.computeIfAbsent(bounded, key -> create(bounded.toArray(String[]::new))).value;
    }

    private Cell create(String... values) {
        LongAdder value = new LongAdder();
        return new Cell(value, registration.gauge(spec, value::sum, values));
    }

    /** One writer a cell: the last value set stands. */
    synchronized void set(long value, String... values) {
        LongAdder cell = resolve(values);
        cell.add(value - cell.sum());
    }

    void remove(String... values) {
        Cell cell = cells.remove(List.of(values));
        if (cell != null) {
            registration.remove(spec, cell.gauge, values);
        }
    }

    /** Sums over all cells, keyed by the label at {@code index}. */
    Map<String, Long> sumBy(int index) {
        Map<String, Long> sums = new HashMap<>();
        cells.forEach((values, cell) -> sums.merge(values.get(index), cell.value.sum(), Long::sum));
        return sums;
    }

    long sum() {
        return cells.values().stream().mapToLong(cell -> cell.value.sum()).sum();
    }
}
