package io.kefu.storage.files;

import io.kefu.storage.accounts.AccountsDatabase;
import io.kefu.storage.accounts.PrincipalKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/** Removes files that nobody is to see any more, some at a time, each time with their rows first and then their bytes. */
final class Forgetting {
    private static final int AT_ONCE = 500;
    private static final FileReference FIRST = new FileReference("", "", 0);

    private final AccountsDatabase database;
    private final Shelf shelf;
    private final FileReferences references;

    Forgetting(AccountsDatabase database, Shelf shelf, FileReferences references) {
        this.database = database;
        this.shelf = shelf;
        this.references = references;
    }

    /** Rows that went, and the bytes that nobody has since. */
    private record Gone(int files, List<StoredFile> loose) {}

    private Forgotten settled(Function<DSLContext, Gone> removal) {
        return settled(() -> database.write(removal));
    }

    private Forgotten settled(Supplier<Gone> removal) {
        Gone[] gone = new Gone[1];
        references.undisturbed(() -> gone[0] = removal.get());
        return shelf.settle(gone[0].files(), gone[0].loose());
    }

    private static Gone takenDown(DSLContext dsl, List<StoredFile> files) {
        List<StoredFile> loose = new ArrayList<>();
        files.forEach(file -> loose.addAll(Shelf.takeDown(dsl, file)));
        return new Gone(files.size(), loose);
    }

    /** Those that no conversation shows now. */
    private static Gone unshown(DSLContext dsl, Collection<String> fileIds) {
        return takenDown(
                dsl,
                fileIds.stream()
                        .distinct()
                        .filter(id -> !FileReferenceRows.shown(dsl, id))
                        .flatMap(id -> FileRows.find(dsl, id).stream())
                        .toList());
    }

    /** Uploads from before that no message shows, nor is about to. */
    Forgotten unsent(long before, Upcoming upcoming) {
        Forgotten all = Forgotten.NOTHING;
        for (Forgotten some = null; some == null || some.files() == AT_ONCE; all = all.plus(some)) {
            some = settled(() -> upcoming.undisturbed(
                    sending -> database.write(dsl -> takenDown(dsl, unsent(dsl, before, sending)))));
        }
        return all;
    }

    private static List<StoredFile> unsent(DSLContext dsl, long before, Set<String> sending) {
        return FileRows.unsent(dsl, before, AT_ONCE).stream()
                .filter(file -> !sending.contains(file.id()))
                .toList();
    }

    /** @param held conversations whose files stay */
    Forgotten owner(PrincipalKey owner, Collection<String> held) {
        Forgotten all = Forgotten.NOTHING;
        for (Forgotten some = null; some == null || some.files() == AT_ONCE; all = all.plus(some)) {
            some = settled(dsl -> takenDown(dsl, FileRows.ofOwner(dsl, owner, held, AT_ONCE)));
        }
        return all;
    }

    Forgotten conversations(Collection<String> conversations) {
        List<String> ids = List.copyOf(conversations);
        Forgotten all = Forgotten.NOTHING;
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            all = all.plus(settled(dsl -> {
                List<String> files = FileReferenceRows.filesOf(dsl, some);
                FileReferenceRows.deleteOf(dsl, some);
                return unshown(dsl, files);
            }));
        }
        return all;
    }

    Forgotten sentBefore(long time, Predicate<FileReference> gone) {
        Forgotten all = Forgotten.NOTHING;
        FileReference last = FIRST;
        while (last != null) {
            FileReference after = last;
            List<FileReference> page = database.read(dsl -> FileReferenceRows.sentBefore(dsl, time, after, AT_ONCE));
            List<FileReference> old = page.stream().filter(gone).toList();
            if (!old.isEmpty()) {
                all = all.plus(settled(dsl -> {
                    old.forEach(each -> FileReferenceRows.delete(dsl, each));
                    return unshown(dsl, old.stream().map(FileReference::fileId).toList());
                }));
            }
            last = page.size() < AT_ONCE ? null : page.getLast();
        }
        return all;
    }
}
