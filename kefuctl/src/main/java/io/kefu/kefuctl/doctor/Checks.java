package io.kefu.kefuctl.doctor;

import java.util.List;
import java.util.stream.Stream;

/** Every check, in the order of the reference page. */
final class Checks {

    static final List<Check> ALL = Stream.of(
                    LimitChecks.all(),
                    MemoryChecks.all(),
                    ClockChecks.all(),
                    DiskChecks.all(),
                    FileChecks.all(),
                    NetworkChecks.all(),
                    TlsChecks.all(),
                    ConfigurationChecks.all(),
                    ServerChecks.all(),
                    StorageChecks.all())
            .flatMap(List::stream)
            .toList();

    private Checks() {}
}
