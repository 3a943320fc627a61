package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.LogLevel;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Where everything that the server and its libraries log goes: to standard error, a {@link LogLine} an event. */
public final class ServerLog extends Handler {

    /** What libraries say at their start that is no news to an operator. */
    private static final Map<String, Level> LIBRARIES = Map.of(
            "io.helidon", Level.WARNING,
            "org.jooq", Level.WARNING,
            "org.sqlite", Level.WARNING,
            "org.apache.lucene", Level.WARNING,
            // What keeps a listener from opening is told by the command that fails.
            "io.helidon.webserver.LoomServer", Level.OFF,
            // What a client sends that is no message of ours is told to the client, and counted.
            "io.helidon.webserver.grpc.GrpcProtocolHandler", Level.OFF,
            // It warns that a module which is still incubating was not asked for.
            "org.apache.lucene.internal.vectorization.VectorizationProvider", Level.SEVERE);

    private final PrintStream out;
    private final LogLine form = new LogLine();
    private final LogFloodgate floodgate = new LogFloodgate(System::nanoTime);
    /** Loggers are held weakly by Java: without these references their levels would be forgotten. */
    private final List<Logger> libraries;

    private ServerLog(PrintStream out, LogLevel wanted) {
        this.out = out;
        this.libraries = LIBRARIES.entrySet().stream()
                .map(entry -> bounded(entry.getKey(), entry.getValue(), wanted))
                .toList();
        setLevel(wanted.level());
    }

    /** Takes over all logging of this process. */
    public static void open(PrintStream out, LogLevel wanted) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(wanted.level());
        root.addHandler(new ServerLog(out, wanted));
    }

    private static Logger bounded(String name, Level atLeast, LogLevel wanted) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(wanted.level().intValue() > atLeast.intValue() ? wanted.level() : atLeast);
        return logger;
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        LogFloodgate.Passage passage = floodgate.pass(String.valueOf(record.getLoggerName()));
        if (passage.open()) {
            String more = passage.heldBack() == 0 ? "" : " held_back=" + passage.heldBack();
            out.print(form.format(record).stripTrailing() + more + "\n");
        }
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        // Standard error stays open, and the loggers keep their levels until then.
        libraries.forEach(logger -> logger.setLevel(null));
    }
}
