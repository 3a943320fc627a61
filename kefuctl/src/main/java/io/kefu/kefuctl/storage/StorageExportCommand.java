package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.LocalFile;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description =
                "Writes every message of a period, day by day, as CSV, as one JSON object a line, or as Parquet for"
                        + " analysis. `text` is what was written, `shown_text` what people see since an edit or a recall,"
                        + " `file_ids` the files that it shows.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl storage export --from 2026-10-01 --to 2026-10-31 --file october.jsonl",
            "  kefuctl storage export --from 2026-10-01 --to 2026-10-01 --format csv > day.csv",
            "  kefuctl storage export --from 2026-10-01 --to 2026-10-31 --format parquet --file october.parquet"
        })
final class StorageExportCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Option(
            names = "--from",
            required = true,
            converter = Day.class,
            paramLabel = "DAY",
            description = "The first day (UTC).")
    LocalDate from;

    @Option(
            names = "--to",
            required = true,
            converter = Day.class,
            paramLabel = "DAY",
            description = "The last day, included.")
    LocalDate to;

    @Option(
            names = "--format",
            defaultValue = "jsonl",
            paramLabel = "FORM",
            description = "jsonl, csv or parquet. Default: ${DEFAULT-VALUE}.")
    String format;

    @Option(names = "--file", paramLabel = "FILE", description = "A new file. Default: standard output.")
    Path file;

    StorageExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        String path = "/admin/v1/storage/export?from=" + from + "&to=" + to + "&format="
                + URLEncoder.encode(format, StandardCharsets.UTF_8);
        AdminApi api = data.api();
        if (file == null) {
            api.download(path, session.terminal().out());
            session.terminal().out().flush();
            return ExitCode.OK.code();
        }
        long bytes;
        try (OutputStream out = new BufferedOutputStream(new LocalFile(file, created()))) {
            bytes = api.download(path, out);
        } catch (CommandFailure e) {
            removeIfEmpty();
            throw e;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(ExitCode.FAILED, file + " is there already", "name another --file", e);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + " cannot be written: " + e,
                    "name a --file in a folder that is there and that you may write to",
                    e);
        }
        session.terminal().err().println("wrote " + StorageTable.size(bytes) + " to " + file);
        return ExitCode.OK.code();
    }

    /** What customers said is for its owner alone to read. */
    private OutputStream created() throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }

    /** The same command is to be given again, and would find it there. */
    private void removeIfEmpty() throws IOException {
        if (Files.exists(file) && Files.size(file) == 0) {
            Files.delete(file);
        }
    }
}
