package io.kefu.server.admin;

import io.kefu.storage.backup.BackupException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** What an operator may ask of storage. Answers are written as JSON with snake_case names. */
public interface StorageOperations {
    /** Each tier in numbers, what is ageing, and the days that disagree. */
    Object report();

    /** The UTC days of which there are messages in the warm or the cold tier, ascending. */
    List<LocalDate> days();

    /** A day as the warm and the cold tier hold it. */
    Object verify(LocalDate day);

    /** The same, after each was given what it lacked. */
    Object repair(LocalDate day);

    /**
     * The same, after one of the two was given what it lacked, be the day aged or not.
     *
     * @param tier {@code warm} or {@code cold}
     * @throws IllegalArgumentException for another
     */
    Object backfill(LocalDate day, String tier);

    /**
     * Writes a backup on the server's machine, and tells what is in it.
     *
     * @param file absolute
     * @throws BackupException when the place does not allow it
     */
    Object backup(Path file);

    /**
     * The media type of an export's form.
     *
     * @throws IllegalArgumentException for a form that there is not
     */
    String mediaType(String format);

    ErasureOperations erasures();

    HoldOperations holds();

    /** Writes a period's messages, both days included; a failure leaves it without its end. */
    void export(LocalDate first, LocalDate last, String format, OutputStream to) throws IOException;
}
