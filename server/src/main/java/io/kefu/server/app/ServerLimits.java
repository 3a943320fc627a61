package io.kefu.server.app;

import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.admin.http.RateLimit;
import io.kefu.server.admin.http.RateLimits;
import io.kefu.server.gateway.AddressGate;
import io.kefu.server.gateway.ArrivalLimits;
import io.kefu.server.gateway.GatewayLimits;
import io.kefu.server.intake.FrameRate;
import io.kefu.server.intake.QueueDelay;
import io.kefu.server.intake.SendLimits;
import io.kefu.server.intake.SharedLimits;
import io.kefu.storage.files.FileLimits;
import java.util.Optional;
import java.util.function.Function;

/** The limits of the configuration, in the form in which each room has them. */
final class ServerLimits {

    /** Reads, typing and pings of one client; beyond what any person does. */
    private static final SendLimits.Rate SIGNALS = new SendLimits.Rate(50, 200);

    private final ServerConfig config;
    private final ServerConfig.Limits limits;

    ServerLimits(ServerConfig config) {
        this.config = config;
        this.limits = config.limits();
    }

    static SendLimits.Rate rate(ServerConfig.Rate rate) {
        return new SendLimits.Rate(rate.messagesPerSecond(), rate.burst());
    }

    static SendLimits.Rate rate(ServerConfig.SharedRate rate) {
        return new SendLimits.Rate(rate.messagesPerSecond(), rate.burst());
    }

    SendLimits sending() {
        return new SendLimits(rate(limits.visitor()), rate(limits.agent()), System::nanoTime);
    }

    SendLimits signals() {
        return SendLimits.signals(SIGNALS, System::nanoTime);
    }

    SharedLimits shared(Function<String, Optional<SharedLimits.OfChannel>> channels) {
        return new SharedLimits(rate(limits.address()), channels, System::nanoTime);
    }

    FrameRate frames() {
        return frames(limits.connection());
    }

    static FrameRate frames(ServerConfig.Frames frames) {
        return new FrameRate(frames.framesPerSecond(), frames.burst());
    }

    QueueDelay delay() {
        return new QueueDelay(config.overload().target(), config.overload().interval(), System.nanoTime());
    }

    FileLimits files() {
        return new FileLimits(
                limits.maxFileBytes().bytes(),
                FileLimits.DEFAULT.maxPixels(),
                limits.maxStoreBytes().bytes());
    }

    GatewayLimits gateway() {
        GatewayLimits defaults = GatewayLimits.DEFAULT;
        return new GatewayLimits(
                limits.connections(),
                limits.handshakesPerSecond(),
                (int) limits.maxFrameBytes().bytes(),
                (int) limits.outboundQueue().bytes(),
                defaults.mergeBytes(),
                config.heartbeat(),
                defaults.helloWait(),
                defaults.closeWait(),
                defaults.stuckWrite(),
                new ArrivalLimits(
                        limits.openingConnections(),
                        limits.openingConnectionsPerAddress(),
                        limits.openingTime(),
                        ArrivalLimits.DEFAULT.idle()));
    }

    AddressGate addresses(ClientAddress addresses) {
        return new AddressGate(
                limits.connectionsPerAddress(),
                limits.handshakesPerSecondPerAddress(),
                addresses::of,
                addresses::trusted);
    }

    RateLimits rest() {
        return new RateLimits(
                perSecond(limits.requestsPerSecondPerAddress(), 2),
                perSecond(limits.requestsPerSecondPerCaller(), 4),
                perMinute(limits.visitorsPerMinutePerAddress()),
                perMinute(limits.signInsPerMinutePerAddress()),
                perMinute(limits.signInsPerMinutePerAgent()),
                perMinute(limits.filesPerMinute()));
    }

    private static RateLimit perSecond(int times, int atOnce) {
        return new RateLimit((double) times * atOnce, times, System::nanoTime);
    }

    private static RateLimit perMinute(int times) {
        return new RateLimit(times, times / 60.0, System::nanoTime);
    }
}
