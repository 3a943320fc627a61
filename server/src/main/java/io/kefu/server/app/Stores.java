package io.kefu.server.app;

import io.kefu.config.Documents;
import io.kefu.monitoring.Meters;
import io.kefu.monitoring.SampleRing;
import io.kefu.server.audit.AuditLog;
import io.kefu.server.flow.Projection;
import io.kefu.storage.Storage;
import io.kefu.storage.StoragePolicyConfig;
import io.kefu.storage.StorageSettings;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.TokenLifetimes;
import io.kefu.storage.files.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** What is kept: the journal and its tiers, accounts, files, samples, the audit log. Holding it is holding the data directory. */
record Stores(Storage storage, Accounts accounts, FileStore files, SampleRing samples, AuditLog audit) {

    static Stores open(Parts parts, Path data, Documents documents, ServerConfig config, Meters meters, Clock clock)
            throws IOException {
        StoragePolicyConfig policy = documents.single(StoragePolicyConfig.class);
        StorageSettings settings = StorageSettings.of(policy, config.journal().replayWindow());
        Storage storage =
                parts.opened(Storage.open(data, settings, new Projection(), new WatchedTiers(meters.tiers())));
        Accounts accounts = parts.opened(Accounts.open(data, clock, TokenLifetimes.DEFAULT));
        FileStore files = parts.opened(FileStore.open(
                data.resolve("files"), policy.files(), accounts.database(), new ServerLimits(config).files(), clock));
        AuditLog audit = parts.opened(AuditLog.open(data.resolve("audit"), clock));
        SampleRing samples = parts.opened(new SampleRing(data.resolve("samples"), clock));
        return new Stores(storage, accounts, files, samples, audit);
    }
}
