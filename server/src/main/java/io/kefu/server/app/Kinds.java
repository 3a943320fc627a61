package io.kefu.server.app;

import io.kefu.config.Kind;
import io.kefu.server.admin.AgentConfig;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.reply.AutoReplyConfig;
import io.kefu.server.reply.KnowledgeBaseConfig;
import io.kefu.server.routing.GroupConfig;
import io.kefu.server.routing.RoutingPolicyConfig;
import io.kefu.server.routing.RuleCompiler;
import io.kefu.storage.StoragePolicyConfig;
import java.util.List;

/** Every kind of document that the server reads. */
public final class Kinds {

    public static final Kind<ServerConfig> SERVER =
            Kind.of("Server", ServerConfig.class).asSingleton();
    public static final Kind<ChannelConfig> CHANNEL = Kind.of("Channel", ChannelConfig.class);
    public static final Kind<GroupConfig> GROUP = Kind.of("Group", GroupConfig.class);
    public static final Kind<AgentConfig> AGENT = Kind.of("Agent", AgentConfig.class);
    public static final Kind<RoutingPolicyConfig> ROUTING_POLICY =
            Kind.of("RoutingPolicy", RoutingPolicyConfig.class).speaking(RoutingPolicyConfig.CEL, RuleCompiler::check);
    public static final Kind<AutoReplyConfig> AUTO_REPLY = Kind.of("AutoReply", AutoReplyConfig.class);
    public static final Kind<KnowledgeBaseConfig> KNOWLEDGE_BASE = Kind.of("KnowledgeBase", KnowledgeBaseConfig.class);
    public static final Kind<StoragePolicyConfig> STORAGE_POLICY =
            Kind.of("StoragePolicy", StoragePolicyConfig.class).asSingleton().checkedBy(KeepCheck::run);

    /** In the order of the reference page. */
    public static final List<Kind<?>> ALL =
            List.of(SERVER, CHANNEL, GROUP, AGENT, ROUTING_POLICY, AUTO_REPLY, KNOWLEDGE_BASE, STORAGE_POLICY);

    private Kinds() {}
}
