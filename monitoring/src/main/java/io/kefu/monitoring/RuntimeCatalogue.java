package io.kefu.monitoring;

import java.util.List;

/** The families that come from the virtual machine and the process; Micrometer declares them. */
final class RuntimeCatalogue {
    /** A family's name as scraped; {@code always} is false for what shows only once it has happened or by platform. */
    record Family(String name, String meaning, boolean always) {}

    static final List<Family> ALL = List.of(
            always("jvm_memory_used_bytes", "Memory in use, by area and pool."),
            always("jvm_memory_committed_bytes", "Memory that the machine gave, by area and pool."),
            always("jvm_memory_max_bytes", "The most memory that may be used, by area and pool; -1 without a bound."),
            always("jvm_buffer_count_buffers", "NIO buffers, by pool."),
            always("jvm_buffer_memory_used_bytes", "Memory of NIO buffers, by pool."),
            always("jvm_buffer_total_capacity_bytes", "Capacity of NIO buffers, by pool."),
            always("jvm_gc_live_data_size_bytes", "Size of the old generation after its last collection."),
            always("jvm_gc_max_data_size_bytes", "Largest size of the old generation."),
            always("jvm_gc_memory_allocated_bytes_total", "Memory allocated, as seen between collections."),
            always("jvm_gc_memory_promoted_bytes_total", "Memory that moved to the old generation."),
            later("jvm_gc_pause_seconds", "Pauses for collection, by cause."),
            later("jvm_gc_concurrent_phase_time_seconds", "Collection beside the program, by cause."),
            always("jvm_threads_live_threads", "Platform threads."),
            always("jvm_threads_daemon_threads", "Daemon threads."),
            always("jvm_threads_peak_threads", "Most threads at one time."),
            always("jvm_threads_started_threads_total", "Threads started."),
            always("jvm_threads_states_threads", "Threads by state."),
            always("jvm_classes_loaded_classes", "Classes loaded."),
            always("jvm_classes_loaded_count_classes_total", "Classes loaded since the start."),
            always("jvm_classes_unloaded_classes_total", "Classes unloaded since the start."),
            always("system_cpu_count", "Processors that the machine may use."),
            later("system_cpu_usage", "Processor use of the whole system, 0 to 1."),
            later("system_load_average_1m", "The system's load."),
            later("process_cpu_usage", "Processor use of the server, 0 to 1."),
            later("process_cpu_time_ns_total", "Processor time of the server."),
            later("process_files_open_files", "Open files, sockets included."),
            later("process_files_max_files", "Most files that may be open."),
            always("process_uptime_seconds", "Time since the start."),
            always("process_start_time_seconds", "Time of the start, Unix."));

    private RuntimeCatalogue() {}

    private static Family always(String name, String meaning) {
        return new Family(name, meaning, true);
    }

    private static Family later(String name, String meaning) {
        return new Family(name, meaning, false);
    }
}
