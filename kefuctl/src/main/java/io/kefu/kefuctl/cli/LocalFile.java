package io.kefu.kefuctl.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A file that is being written, whose failures are told apart from those of whoever sends what is written. */
public final class LocalFile extends FilterOutputStream {
    private final Path file;

    /** Around what writes to a file; closing this closes it. */
    public LocalFile(Path file, OutputStream to) {
        super(to);
        this.file = file;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + " cannot be written any further (" + e.getMessage() + "): what is in it is not all",
                    "make room or name a --file on another disk, and remove this one",
                    e);
        }
    }
}
