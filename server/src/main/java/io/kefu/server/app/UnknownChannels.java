package io.kefu.server.app;

import io.kefu.config.Documents;
import io.kefu.config.Position;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.storage.StoragePolicyConfig;
import java.util.List;

/**
 * Channels to which the policy gives a time of their own and which are not declared. One that was taken out may rightly
 * stand there as long as its messages last, so it is told and no error.
 *
 * @param channel its name
 * @param position of the policy
 */
public record UnknownChannels(String channel, Position position) {

    /** Those of a configuration that holds. */
    public static List<UnknownChannels> of(Documents documents) {
        return documents.of(StoragePolicyConfig.class).stream()
                .flatMap(policy -> policy.spec().channels().keySet().stream()
                        .filter(name ->
                                documents.find(ChannelConfig.class, name).isEmpty())
                        .sorted()
                        .map(name -> new UnknownChannels(name, policy.position())))
                .toList();
    }

    @Override
    public String toString() {
        return position + "  `spec.channels." + channel
                + "` is of no Channel that is declared — mend the name, or leave it"
                + " while messages of a channel that was taken out are to last";
    }
}
