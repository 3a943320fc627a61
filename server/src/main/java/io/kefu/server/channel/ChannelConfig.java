package io.kefu.server.channel;

import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.Form;
import io.kefu.config.LocalizedText;
import io.kefu.config.RefersTo;
import io.kefu.config.Secret;
import io.kefu.config.Strong;
import io.kefu.config.Within;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The kind {@code Channel}. */
@Doc("A way by which visitors reach the company.")
public record ChannelConfig(
        @Doc("The kind of channel; `web` is the widget on a page and whatever else speaks the client protocol.")
        Type type,

        @Doc("Pages that may connect, by origin (scheme, host, port). The server's own pages always may.")
        @Within(max = "1000")
        @Form(
                regex = "https?://[A-Za-z0-9.-]+(:\\d{1,5})?|https?://\\[[0-9a-fA-F:.]+\\](:\\d{1,5})?",
                is = "an origin such as `https://shop.example.com`, without a path")
        List<String> allowedOrigins,

        @Doc("The policy that its conversations follow.") @RefersTo("RoutingPolicy")
        String route,

        @Doc("Whether rules may lead to the bot (`channel.autoReply` in rules).") @Default("true")
        boolean autoReply,

        @Doc("The secret that signs visitors' identities (JWT, HS256). Without it every visitor is anonymous.") @Strong
        Optional<Secret> visitorSecret,

        @Doc("How the widget looks.") Widget widget,

        @Doc("How long a message may be taken back or changed.")
        RecallWindow recallWindow,

        @Doc("What all of its visitors may do together, so that one busy channel leaves room for the others.")
        Limits limits,

        @Doc("Visitors, by visitor id or external id, who may not write.") @Within(max = "10000")
        List<String> blockedVisitors,

        @Doc("Words that are shown as `*` in what visitors and agents write.") @Within(max = "10000")
        List<String> sensitiveWords) {

    /** The channels that are built in. */
    public enum Type {
        WEB
    }

    /** How the widget looks. */
    public record Widget(
            @Doc("The title of the window.") @Within(max = "100") @Default("{zh: 在线客服, en: Chat with us}")
            LocalizedText title,

            @Doc("The first line that a visitor sees.")
            @Within(max = "500")
            @Default("{zh: 您好！请问有什么可以帮您？, en: Hi! How can we help you today?}")
            LocalizedText greeting,

            @Doc("Colour and place.") Theme theme) {}

    /** Colour and place. */
    public record Theme(
            @Doc("The colour of the button and the visitor's own messages.")
            @Form(regex = "#[0-9a-fA-F]{6}", is = "a colour such as `\"#2563eb\"`, in quotes")
            @Default("'#2563eb'")
            String color,

            @Doc("The side of the page.") @Default("right") Side position) {}

    /** The side of the page. */
    public enum Side {
        LEFT,
        RIGHT
    }

    /** Token buckets of all visitors of the channel together. */
    public record Limits(
            @Doc("Their messages.") @Default("{perSecond: 2000, burst: 10000}")
            Messages messages,

            @Doc("New visitors a minute, and as many at once.") @Within(min = "1", max = "10000000") @Default("6000")
            int visitorsPerMinute) {}

    /** A token bucket. */
    public record Messages(
            @Doc("In the long run.") @Within(min = "1", max = "1000000")
            int perSecond,

            @Doc("At once.") @Within(min = "1", max = "10000000")
            int burst) {}

    /** From when it was sent. */
    public record RecallWindow(
            @Doc("By its visitor; `0s` for never.") @Within(min = "0s", max = "24h") @Default("2m")
            Duration visitor,

            @Doc("By its agent; `0s` for never.") @Within(min = "0s", max = "24h") @Default("2m")
            Duration agent) {}
}
