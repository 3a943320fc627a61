package io.kefu.storage.projection;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.tier.TierUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code restored.json}: where a journal ended that was restored from a backup, and which tiers have not been looked at since.
 * One whose rows lie elsewhere may be of a later time: it would pass over the records that this journal is given from there
 * on, as it had others at their offsets. Such a one takes nothing until it has been restored or emptied as well, however far
 * the journal goes meanwhile.
 */
public final class RestoredJournal {
    private static final String NAME = "restored.json";

    private final Path file;
    private final long end;
    private final Set<String> unseen;

    private RestoredJournal(Path file, long end, Set<String> unseen) {
        this.file = file;
        this.end = end;
        this.unseen = unseen;
    }

    /**
     * What a directory says; nothing where it is not from a backup, or every tier has been looked at.
     *
     * @param tiers the directory of the tiers' files
     */
    public static RestoredJournal in(Path tiers) {
        Path file = tiers.resolve(NAME);
        Set<String> unseen = new TreeSet<>();
        try {
            if (!Files.exists(file)) {
                return new RestoredJournal(file, Long.MAX_VALUE, unseen);
            }
            JsonNode known = JsonMapper.shared().readTree(Files.readString(file));
            known.path("unseen").forEach(each -> unseen.add(each.asString()));
            return new RestoredJournal(file, known.path("end").asLong(), unseen);
        } catch (IOException | JacksonException e) {
            throw new StorageException(file + " cannot be read: " + e.getMessage() + ". Restore the backup again", e);
        }
    }

    /** Notes in a restored directory where its journal ends; an earlier end, which a tier has not been held against yet, stays. */
    public static void note(Path tiers, long end, Collection<String> names) {
        RestoredJournal before = in(tiers);
        new RestoredJournal(
                        before.file, before.unseen.isEmpty() ? end : Math.min(end, before.end), new TreeSet<>(names))
                .write();
    }

    /** For a backup of a directory that was restored and has tiers that are still to be looked at. */
    public synchronized void copyTo(Path tiers) {
        if (!unseen.isEmpty()) {
            new RestoredJournal(tiers.resolve(NAME), end, unseen).write();
        }
    }

    /**
     * Looks at a tier's cursor before it is given anything.
     *
     * @throws TierUnavailableException when it is of a later time than the journal was
     */
    synchronized void demand(String tier, String engine, long cursor) {
        if (!unseen.contains(tier)) {
            return;
        }
        if (cursor > end) {
            throw new TierUnavailableException("the " + tier + " tier (" + engine + ") has been carried to " + cursor
                    + " and the journal, which is from a backup, ended at " + end
                    + ": it is of a later time. Restore its"
                    + " database of the same time or an earlier one, or empty it");
        }
        seen(tier);
    }

    /** It was looked at, or another engine that was filled from the others stands in its place. */
    public synchronized void seen(String tier) {
        if (unseen.contains(tier)) {
            Set<String> left = new TreeSet<>(unseen);
            left.remove(tier);
            new RestoredJournal(file, end, left).write();
            unseen.remove(tier);
        }
    }

    private void write() {
        try {
            if (unseen.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            ObjectNode json = JsonMapper.shared().createObjectNode();
            json.put("end", end);
            unseen.forEach(json.putArray("unseen")::add);
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling(NAME + ".next");
            Files.writeString(next, JsonMapper.shared().writeValueAsString(json) + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StorageException(
                    file + " cannot be written: " + e + ". Free some space, or give this user write access to it", e);
        }
    }
}
