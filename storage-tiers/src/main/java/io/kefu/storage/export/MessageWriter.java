package io.kefu.storage.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes rows of {@link ExportedRow} one by one in a form. */
interface MessageWriter {
    void write(List<Object> row) throws IOException;

    /** Writes what is still held; the stream is flushed and stays open. */
    void end() throws IOException;

    static MessageWriter of(ExportFormat format, OutputStream to) throws IOException {
        return switch (format) {
            case CSV -> new CsvWriter(to);
            case JSONL -> new JsonLinesWriter(to);
            case PARQUET -> {
                ParquetWriter file = new ParquetWriter(to, ExportedRow.parquet());
                yield new MessageWriter() {
                    @Override
                    public void write(List<Object> row) throws IOException {
                        file.row(row);
                    }

                    @Override
                    public void end() throws IOException {
                        file.end();
                        to.flush();
                    }
                };
            }
        };
    }
}
