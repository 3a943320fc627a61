package io.kefu.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.server.flow.Projection;
import io.kefu.server.flow.ShownFiles;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.TokenLifetimes;
import io.kefu.storage.files.FileLimits;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.files.FilesConfig;
import io.kefu.storage.files.StoredFile;
import io.kefu.storage.history.History;
import io.kefu.storage.history.TierReader;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.BatchSettings;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.tier.Outdated;
import io.kefu.storage.tier.TierUnavailableException;
import io.kefu.storage.warm.WarmTier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the message in the journal to the day that leaves the tier, with the stores that a server has. */
class AgedFilesTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final PrincipalKey ANN = PrincipalKey.visitor("ann");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private final InstantSource clock = () -> now;
    private Optional<Duration> keep = Optional.of(Duration.ofDays(5));
    private Accounts accounts;
    private Journal journal;
    private AsideFile aside;
    private WarmTier tier;
    private Projector projector;
    private TierReader reader;
    private FileStore files;
    private AgedFiles aged;
    private long seq;

    @BeforeEach
    void open() throws IOException {
        accounts = Accounts.open(folder, clock, TokenLifetimes.DEFAULT);
        journal = SqliteJournal.open(folder.resolve("journal"));
        aside = AsideFile.open(folder.resolve("aside.db"));
        tier = WarmTier.open("warm", folder.resolve("warm.db"), LONG);
        projector = new Projector(journal, tier, new Projection(), aside, new BatchSettings(100, Duration.ZERO), clock);
        reader = new TierReader(projector);
        files = FileStore.open(
                folder.resolve("files"), FilesConfig.directory(), accounts.database(), FileLimits.DEFAULT, clock);
        aged = new AgedFiles(new History(journal, List.of(reader), clock), files, () -> keep, clock);
    }

    @AfterEach
    void close() {
        files.close();
        reader.close();
        projector.close();
        tier.close();
        aside.close();
        journal.close();
        accounts.close();
    }

    private StoredFile sent(String conversation, String text) throws Exception {
        StoredFile file = files.put(new ByteArrayInputStream(text.getBytes(UTF_8)), "a.txt", "", ANN);
        said(conversation, MessageType.MESSAGE_TYPE_FILE, file.id());
        return file;
    }

    private void said(String conversation, MessageType type, String fileId) throws Exception {
        Message message = Message.newBuilder()
                .setConversationId(conversation)
                .setSeq(++seq)
                .setChannelId("web")
                .setMessageType(type)
                .setFile(File.newBuilder().setFileId(fileId))
                .build();
        journal.append(List.of(new JournalRecord(
                conversation, "e", seq, RecordKind.MESSAGE, "ann", "", now.toEpochMilli(), message.toByteArray())));
    }

    private int sweep() throws InterruptedException {
        if (!projector.isStarted()) {
            projector.start();
        }
        WholeServer.eventually(projector::isTold);
        assertThat(projector.awaitCursor(journal.end(), LONG)).isTrue();
        files.sweep(journal, new ShownFiles());
        return aged.sweep();
    }

    private boolean isThere(StoredFile file) {
        return files.find(file.id()).isPresent();
    }

    @Test
    void a_file_goes_with_its_day_and_stays_where_a_hold_keeps_its_message() throws Exception {
        LocalDate first = LocalDate.ofInstant(now, ZoneOffset.UTC);
        StoredFile old = sent("c1", "old");
        StoredFile held = sent("c2", "held");
        now = now.plus(Duration.ofDays(1));
        said("c1", MessageType.MESSAGE_TYPE_TEXT, "");
        StoredFile next = sent("c1", "next");
        now = now.plus(Duration.ofDays(10));
        StoredFile young = sent("c1", "young");

        assertThat(sweep()).isZero(); // the tier has them all
        tier.drop(new Outdated(first, Set.of(), true, Set.of("c2")));
        assertThat(sweep()).isEqualTo(1);
        assertThat(isThere(old)).isFalse();
        assertThat(List.of(isThere(held), isThere(next), isThere(young))).containsOnly(true);
        tier.drop(Outdated.of(first));
        tier.drop(Outdated.of(first.plusDays(1)));
        keep = Optional.empty();
        assertThat(sweep()).isZero(); // all stay for ever
        keep = Optional.of(Duration.ofDays(5));
        assertThat(sweep()).isEqualTo(2);
        assertThat(isThere(young)).isTrue();
    }

    @Test
    void no_file_goes_while_a_tier_lags_by_more_than_messages_are_kept() throws Exception {
        assertThat(sweep()).isZero();
        projector.close();
        StoredFile file = sent("c1", "old");
        now = now.plus(Duration.ofDays(10));
        files.sweep(journal, new ShownFiles());

        assertThatThrownBy(aged::sweep)
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("lags");
        assertThat(isThere(file)).isTrue();
    }

    @Test
    void no_file_goes_while_nobody_knows_how_far_a_tier_is() throws Exception {
        StoredFile file = sent("c1", "old");
        now = now.plus(Duration.ofDays(10));
        files.sweep(journal, new ShownFiles());

        assertThatThrownBy(aged::sweep)
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("has not told");
        assertThat(isThere(file)).isTrue();
    }
}
