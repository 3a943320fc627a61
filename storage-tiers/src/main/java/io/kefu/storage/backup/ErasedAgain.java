package io.kefu.storage.backup;

import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.erasure.ErasureFile;
import io.kefu.storage.erasure.Erasures;
import io.kefu.storage.erasure.Tombstone;
import io.kefu.storage.erasure.Tombstones;
import io.kefu.storage.erasure.Traces;
import io.kefu.storage.fault.IoReason;
import io.kefu.storage.hold.Holds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Has everybody erased again, in restored files, who was erased after the backup was made. What is to be erased is written
 * there; the server does it when it is started, before anything else of an erasure.
 *
 * @param tombstones who was erased
 */
public record ErasedAgain(List<Tombstone> tombstones) implements Consumer<Path> {
    public ErasedAgain {
        tombstones = List.copyOf(tombstones);
    }

    /**
     * Those whom a source names.
     *
     * @param from a data directory as it was last, or a list that {@link Tombstones} wrote
     * @throws BackupException when it is neither
     */
    public static ErasedAgain of(Path from) {
        Path file = from.resolve("erasures.db");
        try {
            if (!Files.isDirectory(from)) {
                return new ErasedAgain(Tombstones.read(from));
            }
            if (!Files.exists(file)) {
                throw new BackupException(
                        BackupException.Kind.PLACE,
                        from + " has no erasures.db. Name the data directory of before, or a list of erasures");
            }
            try (ErasureFile erasures = ErasureFile.open(file)) {
                return new ErasedAgain(erasures.tombstones());
            }
        } catch (IOException e) {
            throw new BackupException(BackupException.Kind.PLACE, from + " cannot be read: " + IoReason.of(e), e);
        }
    }

    @Override
    public void accept(Path restored) {
        InstantSource clock = InstantSource.system();
        try (ErasureFile file = ErasureFile.open(restored.resolve("erasures.db"));
                Holds holds = Holds.open(restored.resolve("holds.db"), clock);
                Erasures erasures = new Erasures(
                        file, holds, _ -> new Traces.Found(Set.of(), ""), List::of, RandomIds::id, clock)) {
            erasures.again(tombstones);
        }
    }
}
