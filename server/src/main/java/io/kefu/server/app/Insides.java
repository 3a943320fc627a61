package io.kefu.server.app;

import com.sun.management.UnixOperatingSystemMXBean;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.storage.accounts.Credentials;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The inside of this process and its data, as {@code kefuctl doctor} and {@code debug bundle} want it: numbers and names. */
final class Insides {

    private final Clock clock;
    private final InForce inForce;
    private final Credentials credentials;
    private final Views views;
    private final LastBackup backup;
    private final LoggedTroubles troubles;

    Insides(
            Clock clock,
            InForce inForce,
            Credentials credentials,
            Views views,
            LastBackup backup,
            LoggedTroubles troubles) {
        this.clock = clock;
        this.inForce = inForce;
        this.credentials = credentials;
        this.views = views;
        this.backup = backup;
        this.troubles = troubles;
    }

    Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("apiVersion", "kefu.io/v1");
        answer.put("kind", "Insides");
        answer.put("at", clock.instant().toString());
        answer.put("pid", ProcessHandle.current().pid());
        answer.put("java", Runtime.version().toString());
        answer.put("heap", heap());
        answer.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        answer.put("files", files());
        answer.put("logged_last_hour", Map.of("errors", troubles.errors(), "warnings", troubles.warnings()));
        answer.put("agents_without_password", withoutPassword());
        answer.put("channels_last_used", lastUsed());
        backup.read().ifPresent(last -> answer.put("last_backup", last));
        return answer;
    }

    private static Map<String, Object> heap() {
        MemoryUsage now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        Map<String, Object> heap = new LinkedHashMap<>();
        heap.put("used_bytes", now.getUsed());
        heap.put("max_bytes", now.getMax());
        heap.put("after_collection_bytes", afterCollection());
        return heap;
    }

    /** What lived on when it was last looked. */
    private static long afterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(usage -> usage != null)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    private static Map<String, Object> files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? Map.of("open", unix.getOpenFileDescriptorCount(), "max", unix.getMaxFileDescriptorCount())
                : Map.of();
    }

    private List<String> withoutPassword() {
        return inForce.members().stream()
                .map(Roster.Member::id)
                .filter(id -> !credentials.exists(id))
                .sorted()
                .toList();
    }

    /** By channel, of the conversations that this server has at hand. */
    private Map<String, String> lastUsed() {
        Map<String, Long> millis = new TreeMap<>();
        for (ConversationSnapshot each : views.all()) {
            millis.merge(each.getChannel(), each.getUpdatedMs(), Math::max);
        }
        Map<String, String> used = new TreeMap<>();
        millis.forEach(
                (channel, at) -> used.put(channel, Instant.ofEpochMilli(at).toString()));
        return used;
    }
}
