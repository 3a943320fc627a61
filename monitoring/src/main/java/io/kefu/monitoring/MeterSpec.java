package io.kefu.monitoring;

import java.util.List;

/**
 * A meter as declared: the name is exactly what a scrape shows, {@code unit} is the Prometheus base unit (empty for
 * counts), {@code buckets} are the upper bounds of a histogram in that unit.
 */
public record MeterSpec(String name, Type type, String unit, String help, List<Label> labels, List<Double> buckets) {
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        INFO
    }

    public MeterSpec {
        labels = List.copyOf(labels);
        buckets = List.copyOf(buckets);
    }

    static MeterSpec counter(String name, String help, Label... labels) {
        return new MeterSpec(name, Type.COUNTER, "", help, List.of(labels), List.of());
    }

    static MeterSpec gauge(String name, String unit, String help, Label... labels) {
        return new MeterSpec(name, Type.GAUGE, unit, help, List.of(labels), List.of());
    }

    static MeterSpec info(String name, String help, Label... labels) {
        return new MeterSpec(name, Type.INFO, "", help, List.of(labels), List.of());
    }

    static MeterSpec histogram(String name, String unit, String help, List<Double> buckets, Label... labels) {
        return new MeterSpec(name, Type.HISTOGRAM, unit, help, List.of(labels), buckets);
    }
}
